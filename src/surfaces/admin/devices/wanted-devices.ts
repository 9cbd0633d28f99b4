/** The devices selected by a request's text and filter, in the one language of list, counts and jobs. */
import {
  type ListField,
  listFieldTypes,
  type StoredListField,
} from '../../../core/devices/device-list.ts'
import { DomainError } from '../../../core/errors.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { ProfilePlans } from '../../../core/profiles/assignment-state.ts'
import { storedFilter } from '../../../core/profiles/stored-filter.ts'
import type { Filter, Order } from '../../../core/query.ts'
import { parseFilter } from '../../http/odata/parse-filter.ts'

/** Wire name in lower case → field. */
const fields: Readonly<Record<string, ListField>> = {
  id: 'id',
  serialnumber: 'serialNumber',
  manufacturer: 'manufacturer',
  model: 'model',
  grouptag: 'groupTag',
  purchaseorderidentifier: 'purchaseOrderIdentifier',
  userprincipalname: 'userPrincipalName',
  displayname: 'displayName',
  enrollmentstate: 'enrollmentState',
  lastcontacteddatetime: 'lastContactedAt',
  registereddatetime: 'registeredAt',
  profileid: 'profileId',
  profilestatus: 'profileStatus',
  claimlevel: 'claimLevel',
  provisionaluntildatetime: 'provisionalUntil',
  isparked: 'isParked',
}

/** Of other tables: no order has an index of them. */
const derived: ReadonlySet<ListField> = new Set(['profileId', 'profileStatus', 'isParked'])

export type WantedText = { readonly q?: string | undefined; readonly filter?: string | undefined }

export async function wantedDevices(
  plans: Pick<ProfilePlans, 'plan'>,
  tenantId: TenantId,
  { q, filter }: WantedText,
): Promise<Filter<StoredListField> | undefined> {
  const text = filter?.trim() ?? ''
  const parsed = text === '' ? undefined : parseFilter(text, { fields, types: listFieldTypes })
  return storedFilter({ q, ...(parsed && { filter: parsed }) }, await plans.plan(tenantId))
}

/** Newest first by default. */
export function wantedOrder(sort: string | undefined): readonly Order<StoredListField>[] {
  if (sort === undefined || sort === '') return [{ field: 'id', descending: true }]
  const descending = sort.startsWith('-')
  const name = (descending ? sort.slice(1) : sort).toLowerCase()
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field === undefined || derived.has(field)) {
    const known = Object.values(fields).filter((each) => !derived.has(each))
    throw new DomainError(
      'request-invalid',
      `sort: the list cannot be ordered by '${sort}', only by ${known.join(', ')}.`,
    )
  }
  return [{ field: field as StoredListField, descending }]
}
