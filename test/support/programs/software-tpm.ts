/** A software TPM (swtpm) for tests: installed where the machine lets us, else absent and said so. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../eventually.ts'

export type SoftwareTpm = { readonly address: string; readonly folder: string }

export function hasSoftwareTpm(): boolean {
  return ['swtpm', 'swtpm_setup', 'tpm2_activatecredential'].every(
    (program) => spawnSync('which', [program]).status === 0,
  )
}

/** The socket's file is there before anybody listens at it. */
async function answers(address: string): Promise<void> {
  const socket = connect(address)
  await once(socket, 'connect')
  socket.destroy()
}

/** Runs `work` with a TPM of its own; `prepare` may fill its folder before it starts. */
export async function withSoftwareTpm<T>(
  work: (tpm: SoftwareTpm) => Promise<T>,
  prepare: (folder: string) => void = () => undefined,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-tpm-'))
  prepare(folder)
  const address = join(folder, 'data')
  const child = spawn(
    'swtpm',
    [
      ...['socket', '--tpm2', '--tpmstate', `dir=${folder}`],
      ...['--server', `type=unixio,path=${address}`],
      ...['--ctrl', `type=unixio,path=${address}.ctrl`],
      ...['--flags', 'not-need-init,startup-clear'],
    ],
    { stdio: 'ignore' },
  )
  const gone = once(child, 'exit')
  try {
    await eventually(() => answers(address))
    return await work({ address, folder })
  } finally {
    if (child.exitCode === null) child.kill()
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
}
