/**
 * Debian's software TPM for the tests that ask other people's code: installed on machines of continuous integration,
 * where nobody minds, and only named elsewhere. Without it go-tpm's published vectors and recorded exchanges stand alone, and the run says so.
 */
import { spawnSync } from 'node:child_process'
import { hasSoftwareTpm } from './software-tpm.ts'

const packages = ['swtpm', 'swtpm-tools', 'tpm2-tools']
/** A mirror that does not answer must not hold up the suite. */
const limits = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::Retries=1']
const waits = ['-o', 'DPkg::Lock::Timeout=30']

export function installSoftwareTpm(): void {
  if (hasSoftwareTpm()) return
  if (mayInstall()) {
    apt('update')
    apt('install', '--yes', '--no-install-recommends', ...packages)
  }
  if (hasSoftwareTpm()) return
  process.stderr.write(
    `No software TPM here (Debian: ${packages.join(', ')}): its tests are skipped; go-tpm's vectors and recorded exchanges are checked all the same.\n`,
  )
}

function mayInstall(): boolean {
  return process.env['CI'] === 'true' && process.getuid?.() === 0
}

function apt(...args: readonly string[]): void {
  spawnSync('apt-get', ['--quiet', ...limits, ...waits, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: 'ignore',
    timeout: 180_000,
  })
}
