/** The configuration of a device as a tree of nodes: some are facts of the machine, others are set from outside. */

export type Facts = {
  readonly deviceId: string
  readonly enrollmentId: string
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly osVersion: string
  /** Made when it is read. */
  readonly hardwareHash: () => string
  /** Others, by their names. */
  readonly more: Readonly<Record<string, string>>
}

export type Command = {
  readonly verb: 'Get' | 'Add' | 'Replace' | 'Delete' | 'Exec'
  readonly node: string
  readonly value: string
}

export type Outcome = { readonly status: number; readonly value?: string }

const provider = './Device/Vendor/MSFT/DMClient/Provider/'
const firstSync = '/FirstSyncStatus/'

/** Below these, nodes can be set. [documented: DMClient and EnrollmentStatusTracking CSPs] */
const settable = [
  provider,
  './Device/Vendor/MSFT/EnrollmentStatusTracking/',
  './User/Vendor/MSFT/DMClient/Provider/',
  './User/Vendor/MSFT/EnrollmentStatusTracking/',
]

/** What a status page needs, and what it becomes. */
export type FirstSync = {
  readonly skipsDevicePage: boolean
  readonly skipsUserPage: boolean
  readonly timeoutMinutes: number
  readonly isFinished: boolean
}

/** What keeps nothing, and what keeps the enrollment. [documented: RemoteWipe CSP] */
const wipes = [
  'doWipe',
  'doWipeProtected',
  'doWipePersistProvisionedData',
  'doWipePersistUserData',
] as const

export type Wipe = (typeof wipes)[number]

function isWipe(name: string): name is Wipe {
  return wipes.some((known) => known === name)
}

export class NodeStore {
  readonly #facts: ReadonlyMap<string, () => string>
  #set = new Map<string, string>()
  readonly #provider: string
  /** Somebody asked the device to leave. */
  isUnenrolled = false
  /** How somebody asked the device to reset itself; null = nobody did. */
  wipe: Wipe | null = null

  constructor(facts: Facts, providerId: string) {
    this.#provider = `${provider}${providerId}`
    const fixed = (value: string) => () => value
    this.#facts = new Map([
      ['./DevInfo/DevId', fixed(facts.deviceId)],
      ['./DevInfo/Man', fixed(facts.manufacturer)],
      ['./DevInfo/Mod', fixed(facts.model)],
      ['./DevInfo/DmV', fixed('1.3')],
      ['./DevInfo/Lang', fixed('en-US')],
      ['./DevDetail/SwV', fixed(facts.osVersion)],
      ['./DevDetail/Ext/DeviceHardwareData', facts.hardwareHash],
      ['./DevDetail/Ext/Microsoft/SMBIOSSerialNumber', fixed(facts.serialNumber)],
      [`${this.#provider}/EntDMID`, fixed(facts.enrollmentId)],
      ...Object.entries(facts.more).map(([node, value]) => [node, fixed(value)] as const),
    ])
    // The page is not shown unless the server says so. [schema: DMClient, FirstSyncStatus]
    this.set('SkipDeviceStatusPage', 'true')
    this.set('SkipUserStatusPage', 'true')
    this.set('TimeOutUntilSyncFailure', '60')
    this.set('ServerHasFinishedProvisioning', 'false')
    this.set('IsSyncDone', 'false')
    this.set('WasDeviceSuccessfullyProvisioned', '2')
  }

  /** A node of FirstSyncStatus. */
  set(name: string, value: string): void {
    this.#set.set(`${this.#provider}${firstSync}${name}`, value)
  }

  /** A node that the tracking of the enrollment status page has. */
  setTracking(path: string, value: string): void {
    this.#set.set(`./Device/Vendor/MSFT/EnrollmentStatusTracking/${path}`, value)
  }

  get firstSync(): FirstSync {
    const value = (name: string) => this.#set.get(`${this.#provider}${firstSync}${name}`)
    return {
      skipsDevicePage: value('SkipDeviceStatusPage') !== 'false',
      skipsUserPage: value('SkipUserStatusPage') !== 'false',
      timeoutMinutes: Number(value('TimeOutUntilSyncFailure') ?? 60),
      isFinished: value('ServerHasFinishedProvisioning') === 'true',
    }
  }

  /** The value of a node, no matter who set it. */
  value(node: string): string | undefined {
    return this.#facts.get(node)?.() ?? this.#set.get(node)
  }

  run({ verb, node, value }: Command): Outcome {
    if (node.startsWith('/') || node === '') return { status: 400 }
    switch (verb) {
      case 'Get':
        return this.#get(node)
      case 'Exec':
        return this.#exec(node)
      case 'Add':
        return this.#set.has(node) ? { status: 418 } : this.#write(node, value)
      case 'Replace':
        return this.#write(node, value)
      default:
        return this.#remove(node)
    }
  }

  /** All of them or none. */
  runAtomic(commands: readonly Command[]): {
    readonly status: number
    readonly parts: readonly Outcome[]
  } {
    const before = new Map(this.#set)
    const parts: Outcome[] = []
    for (const command of commands) {
      // Reading has no place in it. [documented: OMA DM protocol support]
      const outcome = command.verb === 'Get' ? { status: 500 } : this.run(command)
      parts.push(outcome)
      if (outcome.status < 300) continue
      this.#set = before
      const undone = parts.map((part) => (part.status < 300 ? { status: 216 } : part))
      const left = commands.slice(parts.length).map(() => ({ status: 215 }))
      return { status: 507, parts: [...undone, ...left] }
    }
    return { status: 200, parts }
  }

  #get(node: string): Outcome {
    const value = this.value(node)
    if (value !== undefined) return { status: 200, value }
    const below = [...this.#facts.keys(), ...this.#set.keys()].filter((name) =>
      name.startsWith(`${node}/`),
    )
    if (below.length === 0) return { status: 404 }
    const names = new Set(below.map((name) => name.slice(node.length + 1).split('/')[0]))
    return { status: 200, value: [...names].join('/') }
  }

  #exec(node: string): Outcome {
    const [, wipe] = /\/RemoteWipe\/(doWipe[A-Za-z]*)$/.exec(node) ?? []
    if (wipe !== undefined) {
      if (!isWipe(wipe)) return { status: 404 }
      this.wipe = wipe
      return { status: 200 }
    }
    if (!/\/DMClient\/(Unenroll|Provider\/[^/]+\/Unenroll)$/i.test(node)) return { status: 404 }
    this.isUnenrolled = true
    return { status: 200 }
  }

  #write(node: string, value: string): Outcome {
    if (this.#facts.has(node)) return { status: 405 }
    if (!settable.some((place) => node.startsWith(place))) return { status: 404 }
    this.#set.set(node, value)
    return { status: 200 }
  }

  #remove(node: string): Outcome {
    if (this.#facts.has(node)) return { status: 405 }
    return this.#set.delete(node) ? { status: 200 } : { status: 404 }
  }
}
