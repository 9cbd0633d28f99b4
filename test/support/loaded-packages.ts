/** The packages that a program loads, in a process of its own. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** `program`: a module as text. Answers the name of each package of which it loads a module, and the files of Taxiway. */
export async function loadedBy(program: string) {
  const { stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `${noting}\n${program}`,
  ])
  const loaded = stderr.split('\n').filter((line) => line.startsWith('file:'))
  const packages = loaded.flatMap(
    (url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [],
  )
  return { packages: [...new Set(packages)], files: loaded.length }
}

/** Writes the address of each module to standard error, one a line. */
const noting = `
  const { registerHooks } = await import('node:module')
  const { writeSync } = await import('node:fs')
  registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:')) writeSync(2, url + '\\n')
      return next(url, context)
    },
  })
`
