"""The textbook bot, for comparison: what the documentation of python-telegram-bot shows, run as it shows it.

    python tests/crash/textbook.py API_URL TOKEN DATABASE

Each update's effect is committed to SQLite, then answered. Only what lies between Telegram and the handler is the library's.
"""

import sqlite3
import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

NEXT = InlineKeyboardMarkup([[InlineKeyboardButton("Another question", callback_data="next")]])


class Book:
    """What happened, a row each."""

    def __init__(self, path: str) -> None:
        self._rows = sqlite3.connect(path)
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("CREATE TABLE IF NOT EXISTS effect (id INTEGER)")

    def write(self, update: Update) -> None:
        with self._rows:
            self._rows.execute("INSERT INTO effect VALUES (?)", [update.update_id])

    async def text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        self.write(update)
        if update.message:
            await update.message.reply_text(f"Kept: {update.message.text}", reply_markup=NEXT)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        self.write(update)
        query = update.callback_query
        if query and update.effective_chat:
            await query.answer()
            await update.effective_chat.send_message(f"Kept: press {query.id}", reply_markup=NEXT)


def main(url: str, token: str, path: str) -> None:
    book = Book(path)
    bot = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    bot.add_handler(MessageHandler(filters.TEXT, book.text))
    bot.add_handler(CallbackQueryHandler(book.press))
    bot.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
