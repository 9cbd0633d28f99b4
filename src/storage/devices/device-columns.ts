/** The fields of a device that a client may filter and order by, as SQL. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DeviceField } from '../../core/devices/device-field.ts'
import {
  type DirectoryAttribute,
  type ExtensionAttribute,
  extensionAttributeNames,
} from '../../core/devices/directory-attributes.ts'
import { parseUuid } from '../../core/uuid.ts'
import { type Column, type Columns, column, required } from '../sql/columns.ts'
import { named } from './search-devices.ts'

const physicalIds = sql`(values ('[ZTDID]:' || device_id), ('[OrderID]:' || nullif(group_tag, '')),
  ('[PurchaseOrderId]:' || nullif(purchase_order_identifier, '')))`

const searchable = (name: string): Column => ({ ...column(name), partOf: named.sql })

/** A text that few devices have, and whose index has only those. */
const seldom = (name: string): Column => ({
  ...column(name),
  usually: { value: '', having: () => sql<SqlBool>`${sql.ref(name)} <> ''` },
})

export const deviceColumns: Columns<DeviceField> = {
  id: column('device_id', 'id', required),
  serialNumber: { ...column('serial_number', 'text', required), partOf: named.sql },
  manufacturer: column('manufacturer'),
  model: column('model'),
  skuNumber: column('sku_number'),
  systemFamily: column('system_family'),
  productKey: column('product_key'),
  groupTag: column('group_tag'),
  purchaseOrderIdentifier: column('purchase_order_identifier'),
  userPrincipalName: searchable('user_principal_name'),
  addressableUserName: seldom('addressable_user_name'),
  displayName: searchable('display_name'),
  resourceName: seldom('resource_name'),
  enrollmentState: column('enrollment_state', 'text', required),
  lastContactedAt: column('last_contacted_at', 'date'),
  managedDeviceId: column('managed_device_id', 'id'),
  directoryObjectId: column('directory_object_id', 'id', required),
  directoryDeviceId: column('directory_device_id', 'id', required),
  registeredAt: column('registered_at', 'date', required),
  directoryName: {
    type: 'text',
    nullable: false,
    sql: sql`coalesce(nullif(display_name, ''), serial_number)`,
    partOf: named.sql,
  },
  operatingSystem: { type: 'text', nullable: false, sql: sql`'Windows'::text` },
  accountEnabled: attribute('accountEnabled', 'true', 'boolean'),
  isRooted: attribute('isRooted', 'false', 'boolean'),
  isManaged: givenFlag('isManaged'),
  isCompliant: givenFlag('isCompliant'),
  rootedAsGiven: givenFlag('isRooted'),
  osVersion: attribute('operatingSystemVersion', 'Unknown'),
  deviceCategory: attribute('deviceCategory'),
  deviceOwnership: attribute('deviceOwnership', 'Company'),
  ownershipAsGiven: attribute('deviceOwnership'),
  managementAppId: attribute('managementAppId'),
  managementType: attribute('managementType'),
  enrollmentProfileName: attribute('enrollmentProfileName'),
  profileType: attribute('profileType', 'RegisteredDevice'),
  ...extensionAttributeColumns(),
  trustType: { type: 'text', nullable: false, sql: sql`'AzureAd'::text` },
  physicalIds: { type: 'texts', any: anyPhysicalId },
  systemLabels: { type: 'texts', any: () => sql<SqlBool>`false` },
  groupIds: { type: 'texts', any: memberOfAny },
  givenProfileId: {
    type: 'id',
    nullable: true,
    sql: sql`(select profile_device.profile_id from profile_device
      where profile_device.tenant_id = device.tenant_id and profile_device.device_id = device.device_id)`,
  },
  isParked: {
    type: 'boolean',
    nullable: false,
    sql: sql`exists (select from parked_device
      where parked_device.tenant_id = device.tenant_id and parked_device.device_id = device.device_id)`,
  },
}

type Passes = (member: RawBuilder<string>) => RawBuilder<SqlBool>

function anyPhysicalId(passes: Passes): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select from ${physicalIds} as physical(id)
    where id is not null and ${passes(sql<string>`id`)})`
}

/** The stored directory attribute, or its default. */
function attribute(
  name: DirectoryAttribute,
  otherwise = '',
  type: 'text' | 'boolean' = 'text',
): Column {
  const text = sql`coalesce(directory_attributes->>${sql.lit(name)}, ${sql.lit(otherwise)})`
  return {
    type,
    nullable: false,
    sql: type === 'text' ? text : sql`${text}::boolean`,
    usually: { value: otherwise, ...attributeIndexes(name) },
  }
}

/** Null where nobody has said. */
function givenFlag(name: DirectoryAttribute): Column {
  return {
    type: 'boolean',
    nullable: true,
    sql: sql`(directory_attributes->>${sql.lit(name)})::boolean`,
    usually: { value: '', ...attributeIndexes(name) },
  }
}

function attributeIndexes(name: DirectoryAttribute): Omit<NonNullable<Column['usually']>, 'value'> {
  return {
    // As `migrations/0060_directory_attribute_values.sql` indexes it.
    having: (
      value,
    ) => sql<SqlBool>`directory_attributes <> '{}' and lower(directory_attributes::text)::jsonb
      @> jsonb_build_object(${sql.lit(name.toLowerCase())}, lower(${value}::text))`,
    // By the table that triggers fill (`migrations/0063_device_attributes.sql`).
    inOrder: (value) => sql<SqlBool>`exists (select from device_attribute as given
      where given.tenant_id = device.tenant_id and given.device_id = device.device_id
        and given.attribute = hashtextextended(lower(${sql.lit(`${name}\n`)} || ${value}::text), 0))`,
  }
}

function extensionAttributeColumns() {
  const names = extensionAttributeNames.map((name) => [name, attribute(name)])
  return Object.fromEntries(names) as Record<ExtensionAttribute, Column>
}

function memberOfAny(passes: Passes, equals: string | undefined): RawBuilder<SqlBool> {
  const id = equals === undefined ? undefined : parseUuid(equals)
  if (equals !== undefined && id === undefined) return sql<SqlBool>`false`
  const group =
    id === undefined ? passes(sql<string>`member.group_id::text`) : sql`member.group_id = ${id}`
  return sql<SqlBool>`exists (select from group_member as member where member.tenant_id = device.tenant_id
    and member.member_id = device.directory_object_id and ${group})`
}
