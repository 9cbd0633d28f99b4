/** W3C Trace Context: which trace a request belongs to, and whose span it came from. */
import { randomBytes } from 'node:crypto'

export type TraceParent = {
  /** 32 hex digits. */
  readonly traceId: string
  /** 16 hex digits. */
  readonly spanId: string
  readonly isSampled: boolean
}

/** Undefined: there is none, or it is malformed, and then a new trace begins, as the standard says. */
export function readTraceParent(header: string | null): TraceParent | undefined {
  const [, version = '', traceId = '', spanId = '', flags = '', rest] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(
      header?.trim() ?? '',
    ) ?? []
  const isKnown = version === '00' ? rest === undefined : version !== '' && version !== 'ff'
  if (!isKnown || /^0*$/.test(traceId) || /^0*$/.test(spanId)) return undefined
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

export function writeTraceParent({ traceId, spanId, isSampled }: TraceParent): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`
}

export const newTraceId = () => randomBytes(16).toString('hex')
export const newSpanId = () => randomBytes(8).toString('hex')
