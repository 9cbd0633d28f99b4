/** Customers of a partner, the link that makes a tenant one, and the end of it. */
import { DomainError } from '../../core/errors.ts'
import { ids } from '../../core/id-kinds.ts'
import { endRelationship } from '../../core/partners/ask-relationship.ts'
import { noRelationship } from '../../core/partners/consent.ts'
import { activePartner } from '../../core/partners/partner.ts'
import { consentLink } from '../../core/partners/relationship.ts'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { type Input, type Route, routesWith } from '../http/route.ts'
import { customerChange, relationshipQuery, sizeQuery } from './contract.ts'
import { type PartnerCenterPorts, partnerOf, requirePerson } from './ports.ts'
import { collection, presentCustomer } from './present.ts'

const route = routesWith<PartnerCenterPorts>()

export const customerRoutes: readonly Route<PartnerCenterPorts>[] = [
  route({
    method: 'GET',
    path: '/customers/relationshiprequests',
    permission: 'relationships.write',
    handle: async ({ ports, caller }) => {
      const partner = partnerOf(caller)
      requirePerson(partner, ports.isStrict)
      const { id, kind } = await activePartner(ports.partners, partner.partnerTenantId)
      const { origin } = new URL(ports.publicUrl)
      return {
        url: consentLink(origin, { id, kind }),
        attributes: { objectType: 'RelationshipRequest' },
      }
    },
  }),
  route({
    method: 'GET',
    path: '/customers',
    permission: 'partner-customers.read',
    query: sizeQuery,
    handle: async (input) => {
      const { size, filter } = input.query
      const all = (await customersOf(input)).filter(matching(filter))
      const from = startOf(input.request.header('ms-continuationtoken'))
      const page = all.slice(from, size === undefined ? undefined : from + size)
      const next = from + page.length
      return collection(
        page.map((each) => presentCustomer(each)),
        {
          totalCount: all.length,
          links: {
            self: link(size),
            ...(next < all.length && { next: link(size, String(next)) }),
          },
        },
      )
    },
  }),
  route({
    method: 'GET',
    path: '/customers/:customer',
    permission: 'partner-customers.read',
    handle: async (input) => presentCustomer(await customerOf(input)),
  }),
  route({
    method: 'PATCH',
    path: '/customers/:customer',
    permission: 'relationships.write',
    audit: { category: 'Tenant', resource: 'Consent', action: 'end' },
    body: customerChange,
    handle: async (input) => {
      const { ports, caller } = input
      const partner = partnerOf(caller)
      requirePerson(partner, ports.isStrict)
      const customer = await customerOf(input)
      await endRelationship(
        ports,
        { customerId: partner.tenantId, partnerId: partner.partnerTenantId },
        partner.user?.userPrincipalName ?? partner.applicationId,
      )
      return presentCustomer(customer, 'none')
    },
  }),
  route({
    method: 'GET',
    path: '/relationships',
    permission: 'partner-customers.read',
    query: relationshipQuery,
    handle: async ({ ports, caller, query }) => {
      const partner = await activePartner(ports.partners, partnerOf(caller).partnerTenantId)
      const provider = partner.providerId && (await ports.tenants.find(partner.providerId))
      const relationshipType = 'is_indirect_reseller_of'
      const asked = query.relationship_type?.replaceAll('_', '').toLowerCase()
      const isAsked = asked === undefined || asked === relationshipType.replaceAll('_', '')
      return collection(
        provider && isAsked
          ? [
              {
                id: provider.id,
                location: '',
                mpnId: '',
                name: provider.displayName,
                relationshipType,
                state: 'active',
                attributes: { objectType: 'PartnerRelationship' },
              },
            ]
          : [],
      )
    },
  }),
]

async function customersOf({
  ports,
  caller,
}: Input<PartnerCenterPorts>): Promise<readonly Tenant[]> {
  const consents = await ports.consents.ofPartner(partnerOf(caller).partnerTenantId)
  const customers = new Set<string>(consents.map(({ customerId }) => customerId))
  return (await ports.tenants.list())
    .filter(({ id }) => customers.has(id))
    .toSorted((a, b) => a.displayName.localeCompare(b.displayName, 'en') || (a.id < b.id ? -1 : 1))
}

async function customerOf({ ports, parameter }: Input<PartnerCenterPorts>): Promise<Tenant> {
  const customer = await ports.tenants.find(parameter('customer', ids.tenant))
  if (customer === undefined) throw noRelationship()
  return customer
}

/** As for devices: any other text does not begin the list anew. */
function startOf(token: string | undefined): number {
  if (token === undefined) return 0
  if (/^\d{1,9}$/.test(token)) return Number(token)
  throw new DomainError(
    'request-invalid',
    'MS-ContinuationToken: this is not a token of an earlier page.',
  )
}

function link(size: number | undefined, token?: string) {
  const uri = size === undefined ? '/customers' : `/customers?size=${size}`
  const headers = token === undefined ? [] : [{ key: 'MS-ContinuationToken', value: token }]
  return { uri, method: 'GET', headers }
}

/** `{"Field":"CompanyName","Value":"x","Operator":"starts_with"}`. [documented: Partner Center, get customers by filter] */
function matching(filter: string | undefined): (tenant: Tenant) => boolean {
  if (filter === undefined) return () => true
  const { field, value } = parsedFilter(filter)
  const wanted = value.toLowerCase()
  return ({ displayName, domains }) =>
    (field === 'domain' ? domains : [displayName]).some((each) =>
      each.toLowerCase().startsWith(wanted),
    )
}

function parsedFilter(text: string): { readonly field: string; readonly value: string } {
  try {
    const given = JSON.parse(text) as Record<string, unknown>
    const members = new Map(Object.entries(given).map(([name, each]) => [name.toLowerCase(), each]))
    const textOf = (name: string) => String(members.get(name) ?? '').toLowerCase()
    const field = textOf('field')
    const begins = ['', 'starts_with', 'startswith'].includes(textOf('operator'))
    if (begins && (field === 'companyname' || field === 'domain'))
      return { field, value: String(members.get('value') ?? '') }
  } catch {
    // Said below.
  }
  throw new DomainError(
    'request-invalid',
    'filter: expected is {"Field":"CompanyName","Value":"…","Operator":"starts_with"}, or Domain as the field.',
  )
}
