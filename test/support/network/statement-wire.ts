/** A wire to the database that counts the statements that go over it, so that a process is killed at one of them. */
import { type Listener, openWire, type Wire } from './tcp-proxy.ts'

export type StatementWire = Wire & {
  /** Does something right after so many statements that `matching` finds, of all connections, have been passed on; once. */
  after(statements: number, matching: RegExp, act: () => void): void
  /** How many were passed on since the last `after`. */
  passed(): number
}

export async function openStatementWire(connectionString: string): Promise<StatementWire> {
  let waiting: { left: number; matching: RegExp; act: () => void } | undefined
  let passed = 0
  const wire = await openWire(connectionString, () =>
    statementsIn((text) => {
      if (waiting !== undefined && !waiting.matching.test(text)) return
      passed += 1
      if (waiting === undefined || --waiting.left > 0) return
      const { act } = waiting
      waiting = undefined
      act()
    }),
  )
  return {
    ...wire,
    after(left, matching, act) {
      passed = 0
      waiting = { left, matching, act }
    },
    passed: () => passed,
  }
}

/** As the frontend sends them: `Query` has its text, `Bind` the name under which `Parse` gave it. */
function statementsIn(hear: (text: string) => void): Listener {
  const named = new Map<string, string>()
  return messagesIn((type, body) => {
    const [first = '', second = ''] = body.toString('latin1').split('\0', 2)
    if (type === 'P') named.set(first, second)
    else if (type === 'Q') hear(first)
    else if (type === 'B') hear(named.get(second) ?? '')
  })
}

/** The first message has no type; after a request for TLS it comes again. */
function messagesIn(hear: (type: string, body: Buffer) => void): Listener {
  let isStarting = true
  let open: Buffer = Buffer.alloc(0)
  /** The length of the message that is begun; undefined: it is not known yet. */
  const length = () => {
    const head = isStarting ? 0 : 1
    return open.length < head + 4 ? undefined : head + open.readUInt32BE(head)
  }
  return (bytes) => {
    open = Buffer.concat([open, bytes])
    for (let end = length(); end !== undefined && end <= open.length; end = length()) {
      if (isStarting) isStarting = open.readUInt32BE(4) !== protocol
      else hear(String.fromCharCode(open[0] ?? 0), open.subarray(5, end))
      open = open.subarray(end)
    }
  }
}

/** 3.0 */
const protocol = 196_608
