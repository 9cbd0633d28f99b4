/** One question to the person at the terminal, on standard error. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CliError } from '../exit.ts'

/** The answer as it was typed. Ctrl+C and the end of the input are no answer: nothing may be done then. */
export async function ask(question: string, { hidden = false } = {}): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? nowhere : process.stderr,
    ...(hidden && { terminal: true }),
  })
  if (hidden) process.stderr.write(question)
  const left = new AbortController()
  const leave = () => left.abort()
  lines.once('SIGINT', leave).once('close', leave)
  try {
    return await lines.question(hidden ? '' : question, { signal: left.signal })
  } catch (cause) {
    if (!left.signal.aborted) throw cause
    if (!hidden) process.stderr.write('\n')
    throw new CliError('Cancelled. Nothing was done.', { cause })
  } finally {
    lines.close()
    if (hidden) process.stderr.write('\n')
  }
}
