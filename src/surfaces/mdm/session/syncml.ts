/**
 * SyncML of OMA Device Management 1.2, as far as Windows speaks it. Element names are compared without their prefix:
 * of the namespace of `Meta` alone, Microsoft's samples have two spellings. [documented: MS-MDM; OMA-TS-DM_RepPro]
 */

/** What stands in a message; servers and devices send different ones. */
export const commandNames = [
  'Add',
  'Alert',
  'Atomic',
  'Delete',
  'Exec',
  'Get',
  'Replace',
  'Results',
  'Sequence',
  'Status',
] as const

export type CommandName = (typeof commandNames)[number]

export type SyncItem = {
  /** `Source/LocURI` and `Target/LocURI`. */
  readonly source?: string
  readonly target?: string
  /** `Meta/Type`, `Meta/Format`, `Meta/Size`. */
  readonly type?: string
  readonly format?: string
  readonly size?: number
  readonly data?: string
  /** Another piece of the same object follows. */
  readonly hasMore?: boolean
}

export type SyncCommand = {
  readonly name: CommandName
  /** Absent: it was left out, which is answered with 400. */
  readonly cmdId?: string
  /** Of a Status or of Results: the message and the command that it is about. */
  readonly msgRef?: string
  readonly cmdRef?: string
  readonly cmd?: string
  /** The code of a Status or an Alert. */
  readonly data?: string
  readonly items: readonly SyncItem[]
  /** Of Atomic and Sequence. */
  readonly inside: readonly SyncCommand[]
}

export type SyncMessage = {
  /** Opaque: decimal, hexadecimal or else. */
  readonly sessionId: string
  readonly messageId: number
  readonly target: string
  readonly source: string
  readonly commands: readonly SyncCommand[]
  /** False: more messages of the same package follow. */
  readonly isFinal: boolean
}

/** Status codes of OMA DM that are sent or looked at here. */
export const statusCodes = {
  ok: '200',
  accepted: '202',
  authenticated: '212',
  buffered: '213',
  notExecuted: '215',
  rolledBack: '216',
  badRequest: '400',
  notFound: '404',
  notSupported: '406',
  exists: '418',
  failed: '500',
  atomicFailed: '507',
  rollBackFailed: '516',
} as const

/** Alerts of OMA DM that Windows sends. */
export const alertCodes = {
  serverInitiated: '1200',
  clientInitiated: '1201',
  nextMessage: '1222',
  abort: '1223',
  client: '1224',
  noEnd: '1225',
  generic: '1226',
} as const

/** Of the session as a whole, `./` alone meaning the scope of the device. */
export function isLocUri(text: string): boolean {
  return text !== '' && text.length <= maxLocUri && !text.startsWith('/')
}

const maxLocUri = 1_024
