/**
 * What a sign-in protocol must remember between two requests: codes, sessions, refresh tokens, grants.
 *
 * To the core it is opaque and short-lived. Ids are often credentials themselves, so storage keeps a
 * digest of the id and never the id.
 */
import type { ApplicationId, TenantId } from '../../core/ids.ts'

/** `kind` is the protocol's name for what this is, such as `RefreshToken`. */
export type StateKey = { readonly tenantId: TenantId; readonly kind: string; readonly id: string }

export type State = {
  readonly payload: Readonly<Record<string, unknown>>
  /** Absent = it has not been used yet. */
  readonly consumedAt?: Date
  /** By the clock that the server uses; 0 or less = it has expired, absent = it never does. */
  readonly secondsLeft?: number
}

/** Further names under which a state is found or ended. */
type StateNames = {
  readonly grantId?: string
  readonly sessionUid?: string
  readonly userCode?: string
  /** Whose program and which person it is about, so that they are read together with it. */
  readonly applicationId?: ApplicationId
  readonly personId?: string
}

/** What is to be kept, or without `put` no longer. */
export type StateWrite = {
  readonly key: StateKey
  readonly put?: {
    readonly payload: State['payload']
    /** Absent `expiresIn` (seconds): it stays until destroyed. */
    readonly names: StateNames & { readonly expiresIn?: number }
  }
}

export type ProtocolState = {
  /** All of them, or none; no key is there twice. */
  write(writes: readonly StateWrite[]): Promise<void>
  /** Stores or replaces; absent `expiresIn` (seconds) = it stays until destroyed. */
  put(
    key: StateKey,
    payload: State['payload'],
    rest: StateNames & { expiresIn?: number },
  ): Promise<void>
  /** Absent when unknown or expired. */
  find(key: StateKey): Promise<State | undefined>
  /** The same, but expired state is found for a while, so that its owner learns why it is of no use. */
  findEvenExpired(key: StateKey): Promise<State | undefined>
  /** The tenant that a state of this kind and id belongs to, for requests that name none. */
  tenantOf(kind: string, id: string): Promise<TenantId | undefined>
  /** By one of its further names; the id comes back because it is not known to the asker. */
  findByName(
    place: Omit<StateKey, 'id'>,
    names: Pick<StateNames, 'sessionUid' | 'userCode'>,
  ): Promise<State | undefined>
  /** Stores only where nothing is; false = there was something, all but one of racing callers get that. */
  putOnce(key: StateKey, payload: State['payload'], expiresIn: number): Promise<boolean>
  /** Marks as used; false = it was used before or is gone: one of racing callers gets true. */
  consume(key: StateKey): Promise<boolean>
  destroy(key: StateKey): Promise<void>
  destroyGrant(tenantId: TenantId, grantId: string): Promise<void>
  /** Removes what has expired, `atMost` rows at a time; the number removed. */
  sweep(atMost: number): Promise<number>
}
