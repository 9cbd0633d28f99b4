/** What the thread that unpacks an archive is given, and what it sends back. */
import type { Encoding } from 'taxiway-device-csv'
import type { CollectFault } from '../archive-fault.ts'
import type { CollectedLink } from '../devices/device-links.ts'
import type { OobeFacts } from '../first-boot/oobe-notes.ts'
import type { TimelineEvent } from '../first-boot/timeline.ts'
import type { ArchiveLimits } from '../limits.ts'
import type { CollectedDevice } from '../read-document.ts'
import type { SheetText } from '../sheets/sheet-texts.ts'

export type WorkerInput = {
  readonly name: string
  readonly bytes: Uint8Array
  /** What a person says that its texts are in. */
  readonly encoding?: Encoding
  readonly limits: ArchiveLimits
}

export type WorkerOutput =
  | { readonly kind: 'devices'; readonly devices: readonly CollectedDevice[] }
  | { readonly kind: 'links'; readonly links: readonly CollectedLink[] }
  | { readonly kind: 'oobe'; readonly facts: OobeFacts }
  | { readonly kind: 'timeline'; readonly events: readonly TimelineEvent[] }
  | { readonly kind: 'sheet'; readonly sheet: SheetText }
  | { readonly kind: 'fault'; readonly fault: CollectFault }
  | { readonly kind: 'done' }
