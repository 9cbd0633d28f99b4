/**
 * What identifies made-up devices, written as an import writes it: the record encrypted under its device's id, the
 * tokens under the installation's secret. So a server with the same keys opens, compares and recognizes them.
 *
 * Made from the device's own row and a digest of its id: to make and decode a hash for each takes ten times as long.
 */
import { hash } from 'node:crypto'
import type pg from 'pg'
import type { IdentityFacts } from '../src/core/identity/facts.ts'
import { normalised } from '../src/core/identity/normalise.ts'
import { newRecord } from '../src/core/identity/record.ts'
import type { Token, Tokens } from '../src/core/identity/tokens.ts'
import type { DeviceId, TenantId } from '../src/core/ids.ts'
import { listedTokens } from '../src/core/imports/examine-row.ts'
import type { Wrap } from '../src/core/wrap.ts'
import { wrapRecord } from '../src/storage/identity/records.ts'
import { uuidArray } from '../src/storage/sql/binary-arrays.ts'
import { blobsSql, joinBlobs } from '../src/storage/sql/blobs.ts'
import type { Client } from '../src/storage/sql/store.ts'

export type Keys = { readonly tenantId: TenantId; readonly wrap: Wrap; readonly tokens: Tokens }

type DeviceRow = {
  readonly device_id: DeviceId
  readonly serial_number: string
  readonly manufacturer: string
  readonly model: string
  readonly sku_number: string
  readonly product_key: string
}

const step = 10_000

/** Of every device of the tenant that has none. */
export async function fillIdentities(client: Client, keys: Keys): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await client.query<DeviceRow>(withoutIdentity, [keys.tenantId, after, step])
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.device_id
    const made = rows.map((row) => identityOf(row, keys))
    await client.query(insertIdentities(keys.tenantId, made))
    await insertHolders(client, keys.tenantId, made)
  }
}

const withoutIdentity = `select device_id, serial_number, manufacturer, model, sku_number, product_key from device
  where tenant_id = $1 and device_id > $2 and not exists (
    select from device_identity as identity where identity.tenant_id = device.tenant_id and identity.device_id = device.device_id)
  order by device_id limit $3`

type Identity = {
  readonly deviceId: DeviceId
  readonly record: Buffer
  readonly tokens: readonly Token[]
}

function identityOf(row: DeviceRow, { wrap, tokens }: Keys): Identity {
  const facts = factsOf(row)
  return {
    deviceId: row.device_id,
    record: wrapRecord(wrap, row.device_id, newRecord(facts)),
    tokens: listedTokens(facts, tokens).map(({ token }) => token),
  }
}

function insertIdentities(tenantId: TenantId, list: readonly Identity[]): pg.QueryConfig {
  return {
    name: 'fill-identities',
    text: `insert into device_identity (tenant_id, device_id, record, tokens)
      select $1, device, bytes, tokens::uuid[] from unnest($2::uuid[], $3::text[]) with ordinality as given(device, tokens, position)
        join ${blobsSql(4)} as blob using (position)`,
    values: [
      tenantId,
      uuidArray(list.map(({ deviceId }) => deviceId)),
      list.map((each) => `{${each.tokens.join(',')}}`),
      ...joinBlobs(list.map(({ record }) => record)),
    ],
  }
}

/** Of a million serial numbers some are equal. One statement can add to a token only once. */
async function insertHolders(
  client: Client,
  tenantId: TenantId,
  list: readonly Identity[],
): Promise<void> {
  let rest = list.flatMap(({ deviceId, tokens }) => tokens.map((token) => ({ token, deviceId })))
  while (rest.length > 0) {
    const first = new Map(rest.toReversed().map((each) => [each.token, each]))
    const now = [...first.values()]
    rest = rest.filter((each) => first.get(each.token) !== each)
    await client.query({
      name: 'fill-tokens',
      // In the index's order, which spares it most reads of its pages.
      text: `insert into identity_token as known (token, holders)
        select token, array[$1::uuid, device] from unnest($2::uuid[], $3::uuid[]) as given(token, device) order by token
        on conflict (token) do update set holders = known.holders || excluded.holders`,
      values: [
        tenantId,
        uuidArray(now.map(({ token }) => token)),
        uuidArray(now.map(({ deviceId }) => deviceId)),
      ],
    })
  }
}

/** Of a laptop with a TPM, a network port, a wireless card and a disk. */
function factsOf(row: DeviceRow): IdentityFacts {
  const digest = hash('sha512', row.device_id, 'buffer')
  const hex = digest.toString('hex')
  return {
    ekDigest: hex.slice(0, 64),
    uuid: normalised(
      'uuid',
      hex.slice(64, 96).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    ),
    productKeyId: row.product_key,
    manufacturer: normalised('name', row.manufacturer),
    serial: normalised('serial', row.serial_number),
    offlineId: null,
    onboardMacs: [macOf(digest.subarray(48, 54))],
    virtualMacs: [],
    disks: [`S6XN${hex.slice(32, 48).toUpperCase()}`],
    cardMacs: [macOf(digest.subarray(54, 60))],
    usbMacs: [],
    model: normalised('name', row.model),
    board: hex.slice(0, 6).toUpperCase(),
    sku: row.sku_number,
    cpu: '11THGENINTEL(R)CORE(TM)I5-1145G7@2.60GHZ',
    junk: [],
  }
}

/** Of one card, not made up by a person. */
function macOf(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte, i) => (i === 0 ? byte & 0xfc : byte).toString(16).padStart(2, '0').toUpperCase())
    .join(':')
}
