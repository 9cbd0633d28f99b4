/**
 * One running Taxiway: everything that `npm start` starts, in order, and stops in reverse order.
 * If a step fails, the earlier ones are undone.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from '../compose/app.ts'
import type { Emulator, EmulatorOptions } from '../compose/emulator.ts'
import { dispatcher } from '../compose/serving/dispatch.ts'
import { prioritiesOf } from '../compose/serving/priorities.ts'
import { outboundFetch } from '../outbound/outbound-fetch.ts'
import { leaveEmulation } from '../storage/emulator/leave-emulation.ts'
import { keyEncryptionKeys, wrapWith } from '../storage/secrets/key-encryption.ts'
import { openStore } from '../storage/sql/database.ts'
import { exclusively } from '../storage/sql/exclusively.ts'
import { matchedRoute } from '../surfaces/http/request-context.ts'
import type { Config } from './config.ts'
import { firstStart } from './first-start.ts'
import { listen } from './listening/listen.ts'
import { listenPlainly } from './listening/listen-plainly.ts'
import { listenForDevices } from './listening/mdm-listener.ts'
import { type Log, reportTo } from './log.ts'
import { removeOldDrafts } from './old-drafts.ts'
import { openDatabase } from './open-database.ts'
import { tracingFor } from './open-tracing.ts'
import { connectionsOf, limitsOf, originOf } from './options-of.ts'
import { certificateWarning } from './own-certificate.ts'
import { buildPortalBeside } from './portal-build.ts'
import { type PortalState, portalFilesIn, portalFolder } from './portal-files.ts'
import type { RunningServer, StartOptions } from './running-server.ts'
import { applySeed } from './seed/apply-seed.ts'
import { startHousekeeping } from './start-housekeeping.ts'
import { seedAt } from './start-seed.ts'
import { startWork, type Work } from './start-work.ts'
import { ensureCertificates } from './tls/ensure-certificates.ts'
import { certificateFor, ownCertificateOf, trustedRoots } from './trusted-files.ts'
import { unshownIn } from './unshown.ts'

/** How long running requests may take to finish once the server is asked to stop, in ms. */
const grace = 10_000

export async function startServer(
  config: Config,
  log: Log,
  { ownsProcess = false, buildsPortal = false }: StartOptions = {},
): Promise<RunningServer> {
  await using rollback = new AsyncDisposableStack()
  const seed = config.seed === undefined ? undefined : await seedAt(config.seed, config, log)
  const tpmRoots = await trustedRoots(config, log)
  const own = await ownCertificateOf(config, log)

  const tracing = await tracingFor(config, log)
  rollback.defer(() => tracing.close())
  const database = await openDatabase(config, log, rollback)
  const store = openStore({
    connectionString: database.url,
    onIdleError: (error) => log.warn({ error: error.message }, 'a database connection was lost'),
  })
  rollback.defer(() => store.close())
  tracing.statements(store.pool)

  const wrap = wrapWith(
    ...(await keyEncryptionKeys({ value: config.keyEncryptionKey, dataFolder: config.dataDir })),
  )
  const { host, port } = config
  const certificate = own ?? (await ensureCertificates(certificateFor(config)))
  const onError = (error: Error) =>
    log.error({ err: error }, 'a listener reported an error and continues')
  const waitingForDatabase = () => store.pool.waitingCount
  const connections = connectionsOf(config)
  const listener = await listen({
    host,
    port,
    ...certificate,
    ownsProcess,
    onError,
    ...connections,
    admission: { waitingForDatabase },
  })
  rollback.defer(() => listener.close(grace))
  const origin = config.publicUrl ?? originOf(config, listener)
  const devices = await listenForDevices(config, origin, {
    ...certificate,
    ...connections,
    ownsProcess,
    onError,
    admission: { waitingForDatabase },
  })
  rollback.defer(() => devices.close(grace))

  let isLeaving = false
  const report = reportTo(log)
  const emulation = { store, connectionString: database.url, publicUrl: origin, report }
  const emulator = await emulatorOf(config, emulation)
  rollback.defer(() => emulator?.close())

  const portal: PortalState = { missing: 'not-built' }
  // Whatever waits before the work begins is found when it does.
  let work: Work | undefined
  const app = await createApp({
    store,
    portal: portalFilesIn(portalFolder, portal),
    fidelity: config.fidelity,
    ...limitsOf(config),
    wrap,
    publicUrl: origin,
    ...devices.address,
    deployment: { hashOnly: config.hashOnlyProfiles ?? false, tpmRoots },
    admission: listener.admission,
    isLeaving: () => isLeaving,
    metricsApart: config.metricsPort !== 'origin',
    warning: () => certificateWarning(own?.cert, new Date()),
    onImport: () => work?.wake(),
    onEvent: () => work?.wakeDeliveries(),
    outbound: tracing.outbound(outboundFetch()),
    report,
    ...(emulator && { emulation: emulator.emulation }),
  })
  // All ports are bound before the first start, whose credentials are shown once: nothing may fail after it.
  if (config.metricsPort !== 'origin') {
    const metrics = await listenPlainly(config.metricsPort, { fetch: app.metrics, onError })
    rollback.defer(() => metrics.close(grace))
    log.info({ port: metrics.port }, 'metrics are at http://127.0.0.1 on this port')
  }
  await removeOldDrafts(config.dataDir, (path) =>
    log.warn({ path }, 'removed what an earlier start had left that was killed'),
  )
  const unshown = await unshownIn(config.dataDir)
  const deps = {
    ...app,
    ...unshown,
    decideAll: () => untilFalse(app.decideNext),
    wellKnownByDefault: config.emulator,
    onKept: (sentence: string) => log.warn(sentence),
  }
  await exclusively(store, async () =>
    seed === undefined ? await firstStart(deps) : await applySeed(seed, deps),
  )

  const running = { app, store, config, log }
  work = startWork({ ...running, tracing, databaseUrl: database.url }, rollback)
  startHousekeeping(running, rollback)

  const emulated = await emulator?.begin(app, seed)
  const surfaceOf = dispatcher(app.surfaces)
  const serve = tracing.fetch(emulated?.fetch ?? app.fetch, {
    surfaceOf: (request) => surfaceOf(request)?.name ?? 'none',
    routeOf: matchedRoute,
  })
  listener.serve(serve, prioritiesOf(app.surfaces))
  devices.serve(serve)
  if (buildsPortal) rollback.defer(buildPortalBeside(portal))
  const up = rollback.move()
  return {
    origin,
    ...('caPath' in certificate && { caPath: certificate.caPath }),
    ...unshown.all(),
    shown: unshown.shown,
    ...(emulated && { controls: emulated.controls }),
    lostDatabase: database.lost,
    async close() {
      isLeaving = true
      listener.announceEnd()
      devices.announceEnd()
      await pause((config.drainSeconds ?? 0) * 1_000)
      if (!(await store.answers())) store.giveUp()
      await up.disposeAsync()
    },
  }
}

/** The emulator's code is loaded only when enabled: otherwise it is not even in the process. */
async function emulatorOf(
  { emulator }: Config,
  options: EmulatorOptions,
): Promise<Emulator | undefined> {
  if (emulator) return (await import('../compose/emulator.ts')).openEmulator(options)
  await leaveEmulation(options.store)
  return undefined
}

async function untilFalse(step: () => Promise<boolean>): Promise<void> {
  while (await step());
}
