/**
 * A real Taxiway server as a process of its own: free port, own data folder, own contexts folder.
 *
 * What it knows of the server is what the contract promises to outsiders: the ready line, ca.pem in
 * the data folder, and the context that the first start writes for the command line.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Context } from '../../cli/context/context-file.ts'
import { serverProgram } from './programs.ts'
import { compiled, emptyFolder, root } from './taxiway-command.ts'

export type TaxiwayProcess = {
  /** For example `https://localhost:40123`. */
  readonly origin: string
  readonly pid: number
  readonly dataFolder: string
  /** Folder of the contexts file that the first start wrote; give it to the command line. */
  readonly configFolder: string
  /** Path of ca.pem. */
  readonly ca: string
  /** Everything it has written so far. */
  readonly log: () => string
  /** The application that the first start made. */
  readonly credentials: () => Context
  /** Reads no more of what it writes, as a log collector that has ended. */
  readonly deafen: () => void
  /** Sends `signal` and waits for the end of the process. */
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>
  /** Stops it and removes its folders. */
  readonly dispose: () => Promise<void>
}

export type TaxiwaySetting = {
  /** Both absent: new folders. Given: a restart on what is there. */
  readonly dataFolder?: string
  readonly configFolder?: string
  readonly env?: Readonly<Record<string, string>>
  /** Absent: the server of this checkout. */
  readonly program?: string
  /** 0 when absent: the server chooses. */
  readonly port?: number | undefined
}

const readyWithinMs = 100_000

/** Nothing of this machine's but where programs are: any free port, folders of one's own, a log to be parsed. */
export function serverEnvironment(dataFolder: string, configFolder = dataFolder) {
  return {
    PATH: process.env['PATH'] ?? '',
    ...compiled,
    HOME: configFolder,
    TAXIWAY_PORT: '0',
    TAXIWAY_DATA_DIR: dataFolder,
    TAXIWAY_CONFIG_DIR: configFolder,
    TAXIWAY_LOG_FORMAT: 'json',
  }
}

/** Starts a server and waits until it says that it is ready. */
export async function startTaxiwayProcess(setting: TaxiwaySetting = {}): Promise<TaxiwayProcess> {
  const dataFolder = setting.dataFolder ?? emptyFolder()
  const configFolder = setting.configFolder ?? emptyFolder()
  const child = spawn(process.execPath, [setting.program ?? serverProgram], {
    cwd: root,
    env: {
      ...serverEnvironment(dataFolder, configFolder),
      TAXIWAY_PORT: String(setting.port ?? 0),
      ...setting.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const lines: string[] = []
  const origin = await readyOrigin(child, lines)
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return {
    origin,
    pid: child.pid ?? 0,
    dataFolder,
    configFolder,
    ca: join(dataFolder, 'ca.pem'),
    log: () => lines.join('\n'),
    deafen: () => {
      child.stdout.destroy()
      child.stderr.destroy()
    },
    credentials: () => currentContext(configFolder),
    kill,
    dispose: async () => {
      await kill('SIGTERM')
      await rm(dataFolder, { recursive: true, force: true })
      await rm(configFolder, { recursive: true, force: true })
    },
  }
}

function readyOrigin(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer)
      reject(new Error(`The server ${why}:\n${lines.join('\n')}`))
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail('was not ready in time')
    }, readyWithinMs)
    child.on('error', (error) => fail(`did not start (${error.message})`))
    child.on('close', (code) => fail(`ended with ${code}`))
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        const origin = /Taxiway is ready at (https:\/\/\S+)/.exec(line)?.[1]
        if (origin === undefined) return
        clearTimeout(timer)
        resolve(origin)
      })
    }
  })
}

function currentContext(configFolder: string): Context {
  const { current, contexts } = JSON.parse(
    readFileSync(join(configFolder, 'contexts.json'), 'utf8'),
  )
  return contexts[current]
}
