/** The authority for devices, shared by all servers on the database; its key is encrypted. */
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'

export type StoredAuthority = {
  /** DER. */
  readonly certificate: Buffer
  /** PKCS #8, DER. */
  readonly privateKey: Buffer
}

export type AuthorityMaking = {
  readonly make: () => Promise<StoredAuthority>
  /** False: it ends too soon, and another one takes its place. */
  readonly isUsable: (authority: Pick<StoredAuthority, 'certificate'>) => boolean
}

type Row = { number: number; certificate: Buffer; wrapped_private_key: Buffer }

const contextOf = (number: number) => `device_authority:${number}`

/** The one that issues now; made by the first server that needs it. */
export function deviceAuthorityIn(
  { pool }: Pick<Store, 'pool'>,
  wrap: Wrap,
  { make, isUsable }: AuthorityMaking,
): () => Promise<StoredAuthority> {
  let held: StoredAuthority | undefined

  async function latest(): Promise<Row | undefined> {
    const { rows } = await pool.query<Row>(
      'select number, certificate, wrapped_private_key from device_authority order by number desc limit 1',
    )
    return rows[0]
  }

  async function read(): Promise<StoredAuthority> {
    const known = await latest()
    if (known !== undefined && isUsable(known)) return opened(known)
    const number = (known?.number ?? 0) + 1
    const made = await make()
    await pool.query(
      `insert into device_authority (number, certificate, wrapped_private_key) values ($1, $2, $3)
       on conflict do nothing`,
      [number, made.certificate, Buffer.from(wrap.wrap(made.privateKey, contextOf(number)))],
    )
    const row = await latest()
    if (row === undefined) throw new Error('the device authority that was just stored is gone')
    return opened(row)
  }

  function opened({ number, certificate, wrapped_private_key: wrapped }: Row): StoredAuthority {
    return { certificate, privateKey: Buffer.from(wrap.unwrap(wrapped, contextOf(number))) }
  }

  return async () => {
    if (held === undefined || !isUsable(held)) held = await read()
    return held
  }
}
