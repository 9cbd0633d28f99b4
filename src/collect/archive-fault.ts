/** What can be wrong with an archive or a document in it. The codes are stable. */
export const collectFaultCodes = [
  'archive-too-large',
  'entry-too-large',
  'total-too-large',
  'ratio-too-high',
  'too-many-entries',
  'too-deep',
  'time-limit',
  'memory-limit',
  'encrypted',
  'archive-not-read',
  'damaged',
  'link',
  'unsafe-name',
  'xml-refused',
  'event-log-not-read',
  'event-log-damaged',
  'event-log-cut',
  'row-left-out',
  'lines-passed-over',
  'columns-not-used',
  'columns-doubtful',
  'text-not-used',
  'empty-word',
  'device-captured-again',
  'device-link',
  'nothing-found',
  'sheet-passed-over',
  'sheet-hidden',
  'rows-hidden',
  'columns-hidden',
  'cell-linked',
  'cell-without-result',
  'cells-merged',
  'line-break-in-cell',
] as const

export type CollectFaultCode = (typeof collectFaultCodes)[number]

export type CollectFault = {
  /** `error`: something that may contain devices was not read. */
  readonly severity: 'error' | 'warning'
  readonly code: CollectFaultCode
  /** The entry, outermost archive first, joined by `!`; the archive itself if the fault concerns all of it. */
  readonly source: string
  readonly message: string
}

const warnings: ReadonlySet<CollectFaultCode> = new Set([
  'link',
  'unsafe-name',
  'event-log-not-read',
  'event-log-damaged',
  'event-log-cut',
  'row-left-out',
  'lines-passed-over',
  'columns-not-used',
  'columns-doubtful',
  'text-not-used',
  'empty-word',
  'device-captured-again',
  'device-link',
  'nothing-found',
  'sheet-passed-over',
  'sheet-hidden',
  'rows-hidden',
  'columns-hidden',
  'cell-linked',
  'line-break-in-cell',
])

export function faultOf(code: CollectFaultCode, source: string, message: string): CollectFault {
  return {
    severity: warnings.has(code) ? 'warning' : 'error',
    code,
    source: shown(source),
    message,
  }
}

/** What was found may not be all that was meant, or belongs to nobody: a person decides before an import. */
const doubts: ReadonlySet<CollectFaultCode> = new Set([
  'row-left-out',
  'columns-doubtful',
  'nothing-found',
])

export const stopsImport = ({ severity, code }: CollectFault): boolean =>
  severity === 'error' || doubts.has(code)

/** Names are untrusted: control characters are removed, and the length is limited. */
export function shown(name: string): string {
  const plain = name.replaceAll(/[^\P{C}]/gu, '\ufffd')
  return plain.length <= 200 ? plain : `${plain.slice(0, 199)}…`
}
