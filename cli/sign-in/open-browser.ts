/** Shows an address to the person: in the browser where one opens, and in words always. */
import { spawn } from 'node:child_process'

const programs: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // Not `start`: it is part of the shell, which would take the address apart at its ampersands.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

export async function openBrowser(address: string, print: (text: string) => void): Promise<void> {
  print(`To sign in, open this address in a browser on this machine:\n${address}`)
  const [program, ...words] = programs[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...words, address], { detached: true, stdio: 'ignore' })
  // Where no browser can be opened the words are enough.
  child.on('error', () => undefined)
  child.unref()
}
