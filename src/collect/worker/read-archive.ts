/** Reads an archive or event log in a supervised thread with limited memory and time. */
import { Worker } from 'node:worker_threads'
import { type CollectFault, faultOf } from '../archive-fault.ts'
import type { CollectedLink } from '../devices/device-links.ts'
import type { OobeFacts } from '../first-boot/oobe-notes.ts'
import type { TimelineEvent } from '../first-boot/timeline.ts'
import { type ArchiveLimits, archiveLimits } from '../limits.ts'
import type { CollectedDevice } from '../read-document.ts'
import type { SheetText } from '../sheets/sheet-texts.ts'
import { isWorkbook, maxBytes } from '../sniff.ts'
import type { WorkerInput, WorkerOutput } from './worker-messages.ts'

export type ArchiveHandlers = {
  readonly onDevices: (devices: readonly CollectedDevice[]) => void
  readonly onLinks: (links: readonly CollectedLink[]) => void
  /** What is known about OOBE so far; each call replaces the previous one. */
  readonly onOobe: (facts: OobeFacts) => void
  /** Further events of event logs, in the order of their log. */
  readonly onTimeline: (events: readonly TimelineEvent[]) => void
  /** A sheet of devices from a spreadsheet, as text. */
  readonly onSheet: (sheet: SheetText) => void
  readonly onFault: (fault: CollectFault) => void
}

type WorkerFile = Pick<WorkerInput, 'name' | 'encoding'> & {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Resolves when the file has been processed, whatever was wrong with it. `bytes` is transferred with its whole buffer. */
export async function readArchive(
  { name, bytes, encoding }: WorkerFile,
  handlers: ArchiveHandlers,
  limits: ArchiveLimits = archiveLimits,
): Promise<void> {
  const max = maxBytes(bytes, limits)
  if (bytes.length > max) {
    handlers.onFault(
      faultOf('archive-too-large', name, `Files of this kind are read up to ${max >> 20} MB.`),
    )
    return
  }
  const memory = isWorkbook(bytes) ? 320 : 64
  const worker = new Worker(new URL('./archive-worker.ts', import.meta.url), {
    workerData: { name, bytes, limits, ...(encoding && { encoding }) } satisfies WorkerInput,
    transferList: [bytes.buffer],
    resourceLimits: {
      maxOldGenerationSizeMb: memory,
      maxYoungGenerationSizeMb: 16,
      stackSizeMb: 4,
    },
  })
  let timer: ReturnType<typeof setInterval> | undefined
  const ended = await new Promise<'done' | 'time-limit' | 'memory-limit' | Error>((resolve) => {
    timer = setInterval(
      () => {
        void processorTime(worker).then((spent) => {
          if (spent > limits.milliseconds) resolve('time-limit')
        })
      },
      Math.min(200, limits.milliseconds),
    )
    worker.on('message', (output: WorkerOutput) => {
      if (output.kind !== 'done') handOver(output, handlers)
      else {
        resolve('done')
      }
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError
          ? 'memory-limit'
          : error,
      )
    })
  })
  clearInterval(timer)
  await worker.terminate()
  if (ended === 'time-limit')
    handlers.onFault(
      faultOf(
        'time-limit',
        name,
        `Reading it took more than ${limits.milliseconds / 1000} s of processor time and was stopped.`,
      ),
    )
  else if (ended === 'memory-limit')
    handlers.onFault(
      faultOf('memory-limit', name, 'Reading it needed too much memory and was stopped.'),
    )
  else if (ended !== 'done')
    handlers.onFault(faultOf('damaged', name, `It cannot be read: ${ended.message}`))
}

/** Milliseconds of processor time used by the thread; 0 once it has ended. */
async function processorTime(worker: Worker): Promise<number> {
  try {
    const { user, system } = await worker.cpuUsage()
    return (user + system) / 1000
  } catch {
    return 0
  }
}

function handOver(
  output: Exclude<WorkerOutput, { kind: 'done' }>,
  handlers: ArchiveHandlers,
): void {
  if (output.kind === 'devices') handlers.onDevices(output.devices)
  else if (output.kind === 'links') handlers.onLinks(output.links)
  else if (output.kind === 'oobe') handlers.onOobe(output.facts)
  else if (output.kind === 'timeline') handlers.onTimeline(output.events)
  else if (output.kind === 'sheet') handlers.onSheet(output.sheet)
  else handlers.onFault(output.fault)
}
