/** Servers that are measured, each a process of its own. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** The origin that a server says it is ready at. */
export async function readyAt(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [, origin] = /ready at (https:\S+)/.exec(line) ?? []
    if (origin !== undefined) {
      output.resume()
      return origin
    }
  }
  throw new Error('The server ended before it was ready')
}

export async function stopped(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}
