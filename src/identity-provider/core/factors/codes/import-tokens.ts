/**
 * Importing hardware tokens: the rows of a vendor's file become tokens that wait for a first code.
 *
 * A serial number of a manufacturer exists once in a tenant. The tokens of other tenants are never consulted.
 */
import type { People } from '../../../../core/directory/user.ts'
import type { OathTokenId, TenantId } from '../../../../core/ids.ts'
import { newUuid } from '../../../../core/uuid.ts'
import type { OathTokens } from './oath-token.ts'
import { faultOf, type RowFault, type TokenRow, type TokenSeed } from './token-seed.ts'

export type ImportedRow =
  | { readonly row: number; readonly tokenId: OathTokenId; readonly serialNumber: string }
  | { readonly row: number; readonly fault: RowFault }

/** The result of reading a file; `fault` says why the whole file cannot be used. */
export type TokenFileReading =
  | { readonly ok: true; readonly rows: readonly TokenRow[]; readonly notice?: string }
  | { readonly ok: false; readonly fault: string; readonly message: string }

/** Reads a file of either kind; the secrets are those it may be encrypted with. */
export type ReadTokenFile = (
  text: string,
  secrets: { readonly key?: Uint8Array; readonly passphrase?: string },
) => Promise<TokenFileReading>

export type ImportDeps = {
  readonly tokens: Pick<OathTokens, 'add'>
  readonly people: Pick<People, 'findByName'>
}

/** Result n belongs to row n; a bad row never stops the others. */
export async function importTokens(
  deps: ImportDeps,
  tenantId: TenantId,
  rows: readonly TokenRow[],
): Promise<readonly ImportedRow[]> {
  const seen = new Set<string>()
  const results: ImportedRow[] = []
  for (const row of rows) {
    if ('fault' in row) {
      results.push(row)
      continue
    }
    const name = `${row.seed.manufacturer}\n${row.seed.serialNumber}`.toLowerCase()
    const outcome = seen.has(name)
      ? { column: 'serial number', message: 'The same token appears earlier in this file.' }
      : await importSeed(deps, tenantId, row.seed)
    seen.add(name)
    results.push(
      typeof outcome === 'string'
        ? { row: row.row, tokenId: outcome, serialNumber: row.seed.serialNumber }
        : { row: row.row, fault: outcome },
    )
  }
  return results
}

async function importSeed(
  { tokens, people }: ImportDeps,
  tenantId: TenantId,
  seed: TokenSeed,
): Promise<OathTokenId | RowFault> {
  const fault = faultOf(seed)
  if (fault !== undefined) return fault
  const { userPrincipalName, serialNumber, manufacturer, model, ...rest } = seed
  const person =
    userPrincipalName === undefined
      ? undefined
      : await people.findByName(tenantId, userPrincipalName)
  if (userPrincipalName !== undefined && person === undefined)
    return { column: 'upn', message: 'There is no user of that name.' }
  const id = newUuid() as OathTokenId
  const added = await tokens.add({
    ...rest,
    tenantId,
    id,
    hardware: { serialNumber, manufacturer, model },
    ...(person !== undefined && { personId: person.id }),
  })
  return added
    ? id
    : {
        column: 'serial number',
        message: 'A token of this serial number cannot be imported: it is registered already.',
      }
}
