/**
 * Completes package-lock.json: adds the platform packages that a registry did not have when it was written.
 *
 * npm leaves an optional package out of the lock when it cannot be fetched at that moment, also one for a
 * foreign platform, and `npm ci` then refuses the lock as incomplete. Such a package is named here with the
 * exact version its owner asks for and the platform its name says, so every machine accepts the same lock.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

const path = join(root, 'package-lock.json')

/** Entries that are missing, by their place in the lock. */
export function missingEntries(lock) {
  const missing = {}
  for (const owner of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      const place = `node_modules/${name}`
      const nested = Object.keys(lock.packages).some((each) => each.endsWith(`/${place}`))
      if (lock.packages[place] === undefined && !nested)
        missing[place] = entry(name, version, owner)
    }
  }
  return missing
}

function entry(name, version, owner) {
  const platform = name.slice(name.lastIndexOf('/') + 1)
  const [os] = /android|darwin|freebsd|openharmony|win32|linux/.exec(platform) ?? []
  const [cpu] = /arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|wasm32/.exec(platform) ?? []
  const [libc] = /musl|gnu$/.exec(platform) ?? []
  return {
    version: version.replace(/^[\^~]/, ''),
    ...(cpu && { cpu: [cpu] }),
    ...(owner.dev && { dev: true }),
    ...(os === 'linux' && libc && { libc: [libc === 'musl' ? 'musl' : 'glibc'] }),
    ...(owner.license && { license: owner.license }),
    optional: true,
    ...(os && { os: [os] }),
  }
}

if (import.meta.url.endsWith(process.argv[1] ?? '')) {
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  const missing = missingEntries(lock)
  const packages = Object.entries({ ...lock.packages, ...missing })
  lock.packages = Object.fromEntries(packages.sort(([a], [b]) => a.localeCompare(b, 'en')))
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  process.stderr.write(`Added ${Object.keys(missing).length} platform packages to the lock file.\n`)
}
