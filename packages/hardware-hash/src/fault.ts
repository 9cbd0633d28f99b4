/** Why some input is not a hardware hash. The codes are stable; the messages are for people. */

export type FaultCode =
  | 'empty'
  | 'quoted'
  | 'line-wrapped'
  | 'url-safe'
  | 'bad-character'
  | 'bad-padding'
  | 'doubly-encoded'
  | '4096-characters'
  | 'truncated'
  | 'too-long'
  | 'not-a-hash'
  | 'total-out-of-range'
  | 'record-length'
  | 'record-overrun'
  | 'trailer'

/** `offset` counts characters where the text is at fault, bytes where its content is. */
export type HashFault = {
  readonly ok: false
  readonly fault: FaultCode
  readonly offset: number
  readonly message: string
}

export function faultAt(fault: FaultCode, offset: number, message: string): HashFault {
  return { ok: false, fault, offset, message }
}
