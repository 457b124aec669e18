"""The bridge's own numbers. There is no platform behind it: these keep one program from hurting the other."""

LINE_BYTES = 65_536  # one line: thirty pages of text; a longer one is a mistake, or somebody's attack
IN_FLIGHT = (
    256  # lines read and not done: four batches of the desk; more would only wait in memory instead of in the pipe
)
CHUNK_BYTES = 65_536  # read at once: what a pipe holds
