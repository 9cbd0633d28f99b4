/** The built portal, read from its folder once, and again after each new build. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import type { BuiltPortal, Missing, PackedFile, PortalFiles } from '../surfaces/portal/files.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Where `npm run portal` puts it, in a checkout and in the package. */
export const portalFolder = join(import.meta.dirname, '..', '..', 'portal', 'dist')

export type PortalState = { missing: Missing }

/** `state` says why the portal is missing while it is. */
export function portalFilesIn(
  folder: string = portalFolder,
  state: PortalState = { missing: 'not-built' },
): PortalFiles {
  let built: { readonly at: number; readonly portal: BuiltPortal } | undefined

  return async () => {
    const at = await changedAt(join(folder, 'index.html'))
    if (at === undefined) return built?.portal ?? state.missing
    if (built?.at !== at) {
      const portal = await readPortal(folder)
      // A page opened before the latest build still asks for its own files.
      const files = new Map([...(built?.portal.files ?? []), ...portal.files])
      built = { at, portal: { ...portal, files } }
    }
    return built.portal
  }
}

async function changedAt(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )
}

async function readPortal(folder: string): Promise<BuiltPortal> {
  const names = await readdir(folder, { recursive: true })
  const files = new Map<string, PackedFile>()
  for (const name of names) {
    const type = types[extname(name)]
    if (type === undefined) continue
    files.set(`/${name.split(sep).join('/')}`, await readPacked(join(folder, name), type))
  }
  const page = files.get('/index.html')
  if (page === undefined) throw new Error(`${folder} holds no index.html`)
  files.delete('/index.html')
  return { page, files }
}

async function readPacked(path: string, type: string): Promise<PackedFile> {
  const [bytes, gzip, br] = await Promise.all([
    readFile(path),
    readFile(`${path}.gz`).catch(() => undefined),
    readFile(`${path}.br`).catch(() => undefined),
  ])
  return { type, bytes, ...(gzip && { gzip }), ...(br && { br }) }
}
