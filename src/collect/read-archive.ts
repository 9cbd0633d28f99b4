/** What is in an archive or event log, read by a thread that is watched: its memory is limited and its time runs out. */
import { Worker } from 'node:worker_threads'
import { type CollectFault, faultOf } from './archive-fault.ts'
import type { WorkerInput, WorkerOutput } from './archive-worker.ts'
import { type ArchiveLimits, archiveLimits } from './limits.ts'
import type { OobeFacts } from './oobe-notes.ts'
import type { CollectedDevice } from './read-document.ts'
import type { SheetText } from './sheet-texts.ts'
import { isWorkbook, maxBytes } from './sniff.ts'
import type { TimelineEvent } from './timeline.ts'

export type ArchiveEvents = {
  readonly onDevices: (devices: readonly CollectedDevice[]) => void
  /** What is known about OOBE so far; each call replaces the one before. */
  readonly onOobe: (facts: OobeFacts) => void
  /** Further events of event logs, in the order of their log. */
  readonly onTimeline: (events: readonly TimelineEvent[]) => void
  /** A sheet of devices out of a spreadsheet, as text. */
  readonly onSheet: (sheet: SheetText) => void
  readonly onFault: (fault: CollectFault) => void
}

/** Resolves when the file is done with, whatever was wrong with it. `bytes` is given away with its whole buffer. */
export async function readArchive(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> },
  events: ArchiveEvents,
  limits: ArchiveLimits = archiveLimits,
): Promise<void> {
  const most = maxBytes(bytes, limits)
  if (bytes.length > most) {
    events.onFault(
      faultOf('archive-too-large', name, `Files of this kind are read up to ${most >> 20} MB.`),
    )
    return
  }
  const memory = isWorkbook(bytes) ? 320 : 64
  const worker = new Worker(new URL('./archive-worker.ts', import.meta.url), {
    workerData: { name, bytes, limits } satisfies WorkerInput,
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
      if (output.kind !== 'done') handOver(output, events)
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
    events.onFault(
      faultOf(
        'time-limit',
        name,
        `Reading it took more than ${limits.milliseconds / 1000} s of processor time and was stopped.`,
      ),
    )
  else if (ended === 'memory-limit')
    events.onFault(
      faultOf('memory-limit', name, 'Reading it needed too much memory and was stopped.'),
    )
  else if (ended !== 'done')
    events.onFault(faultOf('damaged', name, `It cannot be read: ${ended.message}`))
}

/** Milliseconds of processor time that the thread has used; 0 once it has ended. */
async function processorTime(worker: Worker): Promise<number> {
  try {
    const { user, system } = await worker.cpuUsage()
    return (user + system) / 1000
  } catch {
    return 0
  }
}

function handOver(output: Exclude<WorkerOutput, { kind: 'done' }>, events: ArchiveEvents): void {
  if (output.kind === 'devices') events.onDevices(output.devices)
  else if (output.kind === 'oobe') events.onOobe(output.facts)
  else if (output.kind === 'timeline') events.onTimeline(output.events)
  else if (output.kind === 'sheet') events.onSheet(output.sheet)
  else events.onFault(output.fault)
}
