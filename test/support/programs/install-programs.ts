/**
 * Other people's programs that some tests ask: installed on machines of continuous integration, where nobody minds, and only
 * named elsewhere, where the tests that need one are skipped. Without a software TPM go-tpm's published vectors and recorded exchanges
 * stand alone.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** What each is called on PATH, and Debian's packages that bring it. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  swtpm: ['swtpm'],
  swtpm_setup: ['swtpm-tools'],
  tpm2_activatecredential: ['tpm2-tools'],
  nginx: ['nginx-light'],
  'gnome-keyring-daemon': ['gnome-keyring'],
  'dbus-run-session': ['dbus'],
  fish: ['fish'],
  zsh: ['zsh'],
}

/** A mirror that does not answer must not hold up the suite. */
const limits = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::Retries=1']
const waits = ['-o', 'DPkg::Lock::Timeout=30']
/** Debian asks this before a package starts a service: none is to run because of a test. */
const servicePolicy = '/usr/sbin/policy-rc.d'

export function installPrograms(): void {
  const missing = missingPackages()
  if (missing.length > 0 && mayInstall()) {
    apt('update')
    withoutServices(() => apt('install', '--yes', '--no-install-recommends', ...missing))
  }
  const left = missingPackages()
  if (left.length === 0) return
  process.stderr.write(`Not here (Debian: ${left.join(', ')}): the tests of these are skipped.\n`)
}

export function hasProgram(name: string): boolean {
  return spawnSync('which', [name]).status === 0
}

function missingPackages(): readonly string[] {
  return Object.entries(wanted).flatMap(([name, packages]) => (hasProgram(name) ? [] : packages))
}

function mayInstall(): boolean {
  return process.env['CI'] === 'true' && process.getuid?.() === 0
}

function withoutServices(install: () => void): void {
  const isOurs = !existsSync(servicePolicy)
  if (isOurs) writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    install()
  } finally {
    if (isOurs) rmSync(servicePolicy)
  }
}

function apt(...args: readonly string[]): void {
  spawnSync('apt-get', ['--quiet', ...limits, ...waits, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: 'ignore',
    timeout: 240_000,
  })
}
