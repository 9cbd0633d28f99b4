/** Loaded before a server, it kills that process at its first word: all is made by then, and nothing shown. */
process.stdout.write = () => {
  process.kill(process.pid, 'SIGKILL')
  return true
}
