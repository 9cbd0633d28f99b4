/**
 * The state that one request of a sign-in leaves behind, written by one statement at its end. Until then the
 * request itself sees what it has written.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ProtocolState, State, StateKey, StateWrite } from './protocol-state.ts'
import { forgetReads, once } from './read-once.ts'

type Pending = Map<string, StateWrite>

const pending = new AsyncLocalStorage<Pending>()

/** The answer of `request` is not given before its state is written. */
export function writingTogether<T>(
  state: Pick<ProtocolState, 'write'>,
  request: () => Promise<T>,
): Promise<T> {
  const writes: Pending = new Map()
  return pending.run(writes, async () => {
    try {
      return await request()
    } finally {
      await flush(state, writes)
    }
  })
}

/** State as the steps of a request use it. */
export function stateOfRequest(state: ProtocolState): ProtocolState {
  /** What others wrote, or what this request wrote before. */
  const settled = async () => {
    const writes = pending.getStore()
    if (writes !== undefined && writes.size > 0) await flush(state, writes)
  }

  async function later(write: StateWrite): Promise<void> {
    const writes = pending.getStore()
    if (writes === undefined) return await state.write([write])
    writes.set(JSON.stringify(nameOf(write.key)), write)
  }

  async function findEvenExpired(key: StateKey): Promise<State | undefined> {
    const written = pending.getStore()?.get(JSON.stringify(nameOf(key)))
    if (written === undefined) return await once(nameOf(key), () => state.findEvenExpired(key))
    return written.put && asFound(written.put)
  }

  return {
    ...state,
    put: (key, payload, names) => later({ key, put: { payload: copyOf(payload), names } }),
    destroy: (key) => later({ key }),
    findEvenExpired,
    async find(key) {
      const found = await findEvenExpired(key)
      return (found?.secondsLeft ?? 1) > 0 ? found : undefined
    },
    async findByName(place, names) {
      await settled()
      return await once(furtherNameOf(place, names), () => state.findByName(place, names))
    },
    async tenantOf(kind, id) {
      await settled()
      return await state.tenantOf(kind, id)
    },
    async putOnce(key, payload, expiresIn) {
      await settled()
      forgetReads(...nameOf(key))
      return await state.putOnce(key, payload, expiresIn)
    },
    async consume(key) {
      await settled()
      forgetReads(...nameOf(key))
      return await state.consume(key)
    },
    async destroyGrant(tenantId, grantId) {
      await settled()
      forgetStates()
      await state.destroyGrant(tenantId, grantId)
    },
  }
}

/** How a state is named among what a request has read. */
export function nameOf({ tenantId, kind, id }: StateKey): readonly string[] {
  return ['state', tenantId, kind, id]
}

/** The same of one that is found by one of its further names. */
export function furtherNameOf(
  { tenantId, kind }: Omit<StateKey, 'id'>,
  { sessionUid = '', userCode = '' }: Parameters<ProtocolState['findByName']>[1],
): readonly string[] {
  return ['named-state', tenantId, kind, sessionUid, userCode]
}

async function flush(state: Pick<ProtocolState, 'write'>, writes: Pending): Promise<void> {
  if (writes.size === 0) return
  const all = [...writes.values()]
  writes.clear()
  forgetStates()
  await state.write(all)
}

function forgetStates(): void {
  forgetReads('state')
  forgetReads('named-state')
}

/** As it will be read: the provider goes on changing what it has given to be kept. */
function copyOf(payload: State['payload']): State['payload'] {
  return JSON.parse(JSON.stringify(payload)) as State['payload']
}

function asFound({ payload, names }: NonNullable<StateWrite['put']>): State {
  const { expiresIn } = names
  return { payload, ...(expiresIn !== undefined && { secondsLeft: expiresIn }) }
}
