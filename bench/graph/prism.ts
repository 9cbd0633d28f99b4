/**
 * A Prism mock of the same two routes, for comparison. Prism is not a dependency of this project (180 packages):
 * it is put into a folder of its own when the measurement runs, or taken from TAXIWAY_BENCH_PRISM.
 */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { deviceIdentityType, enums } from 'taxiway-autopilot/graph'
import { stopped } from './child.ts'
import { openConnection } from './http-client.ts'

const set = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
const prism = '@stoplight/prism-cli@5.16.0'

export type RunningPrism = { readonly origin: string; readonly pid: number; stop(): Promise<void> }

type Options = {
  /** Where Prism is installed and finds its description. */
  readonly folder: string
  /** Folder of the certificate to answer with; absent = plain HTTP, which is all that Prism itself can. */
  readonly tls?: string
}

/**
 * As its users start it: answers from the description's examples, each request and each answer checked against it.
 * Undefined: Prism cannot be had here.
 */
export async function startPrism(
  { folder, tls }: Options,
  examples: { readonly list: unknown; readonly one: unknown },
): Promise<RunningPrism | undefined> {
  const program = install(folder)
  if (program === undefined) return undefined
  const file = join(folder, 'openapi.json')
  writeFileSync(file, JSON.stringify(description(examples)))
  const port = await freePort()
  const secured =
    tls === undefined ? [] : ['--import', join(import.meta.dirname, 'serve-securely.mjs')]
  const child = spawn(
    process.execPath,
    [...secured, program, 'mock', file, '-p', String(port), '-v', 'error'],
    {
      stdio: 'ignore',
      env: { ...process.env, ...(tls !== undefined && { TAXIWAY_BENCH_TLS: tls }) },
    },
  )
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  await answering(`${origin}${set}`)
  return { origin, pid: child.pid ?? 0, stop: () => stopped(child) }
}

function install(folder: string): string | undefined {
  const home = process.env['TAXIWAY_BENCH_PRISM'] ?? join(folder, 'prism')
  const program = join(home, 'node_modules/@stoplight/prism-cli/dist/index.js')
  if (existsSync(program)) return program
  mkdirSync(home, { recursive: true })
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefix', home]
    execFileSync('npm', ['install', prism, ...options], { stdio: 'ignore', cwd: home })
    return existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}

/** The two routes as an API description has them: who may ask, what may be asked, what is answered. */
function description({ list, one }: { list: unknown; one: unknown }): object {
  const answers = (schema: object, example: unknown) => ({
    security: [{ bearer: [] }],
    responses: { 200: { description: 'OK', content: { 'application/json': { schema, example } } } },
  })
  const entity = { $ref: '#/components/schemas/identity' }
  const value = { type: 'array', items: entity }
  const page = { type: 'object', properties: { value }, required: ['value'] }
  const members = { id: 'Edm.String!', ...deviceIdentityType.members }
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
  const options = [
    { name: '$top', in: 'query', schema: { type: 'integer', minimum: 0 } },
    ...['$filter', '$orderby', '$select', '$expand', '$skiptoken'].map((name) => ({
      name,
      in: 'query',
      schema: { type: 'string' },
    })),
  ]
  return {
    openapi: '3.0.3',
    info: { title: 'The two routes', version: '1' },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        identity: {
          type: 'object',
          properties: Object.fromEntries(
            Object.entries(members).map(([name, type]) => [name, schemaOf(type)]),
          ),
          required: Object.keys(members),
        },
      },
    },
    paths: {
      [set]: { get: { parameters: options, ...answers(page, list) } },
      [`${set}/{id}`]: { get: { parameters: [id], ...answers(entity, one) } },
    },
  }
}

/** A member as an API description says its type. */
function schemaOf(type: string): object {
  const [, name = ''] = /^\w+\.(\w+)!?$/.exec(type) ?? []
  return {
    type: 'string',
    ...(!type.endsWith('!') && { nullable: true }),
    ...(name === 'DateTimeOffset' && { format: 'date-time' }),
    ...(isEnum(name) && { enum: enums[name] }),
  }
}

function isEnum(name: string): name is keyof typeof enums {
  return Object.hasOwn(enums, name)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const connection = await openConnection(url, { authorization: 'Bearer any' }).catch(
      () => undefined,
    )
    if (connection !== undefined) {
      await connection.ask()
      return connection.close()
    }
    await pause(100)
  }
  throw new Error('Prism did not answer within 20 s')
}
