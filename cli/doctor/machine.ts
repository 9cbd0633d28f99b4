/** Checks of `taxiway doctor` on this machine, before any request. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { configFolder } from '../context/context-file.ts'
import { environment } from '../context/environment.ts'
import { type Finding, ok, skipped, warning } from './finding.ts'

const nodeFloor = 24

export function nodeVersion(version = process.versions.node): Finding {
  const check = 'Node'
  return Number(version.split('.')[0]) >= nodeFloor
    ? ok(check, version)
    : warning(
        check,
        `${version} is older than ${nodeFloor}`,
        `Install Node ${nodeFloor} or newer; only that is tested.`,
      )
}

/** This folder contains secrets. Windows protects user profiles by itself. */
export async function secretFiles(): Promise<Finding> {
  const check = 'Sign-in files'
  const path = join(configFolder(), 'contexts.json')
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return skipped(check, `there is no ${path} yet`)
  const isOpen = process.platform !== 'win32' && (found.mode & 0o077) !== 0
  return isOpen
    ? warning(check, `others on this machine can read ${path}`, `Run: chmod 600 ${path}`)
    : ok(check, path)
}

/** Node uses a proxy from the environment only if enabled. */
export function proxy(): Finding {
  const check = 'Proxy'
  const address = environment('HTTPS_PROXY') ?? environment('https_proxy')
  if (address === undefined) return ok(check, 'none is set')
  const { host } = URL.parse(address) ?? { host: 'an address that cannot be read' }
  const isUsed =
    environment('NODE_USE_ENV_PROXY') === '1' ||
    (environment('NODE_OPTIONS') ?? '').includes('--use-env-proxy')
  return isUsed
    ? ok(check, `requests use ${host}`)
    : warning(
        check,
        `HTTPS_PROXY names ${host}, but it is not used`,
        'Set NODE_USE_ENV_PROXY=1 if servers are reached through it.',
      )
}
