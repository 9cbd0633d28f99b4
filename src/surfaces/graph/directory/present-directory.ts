/** The directory on the wire. Properties that a registry cannot know are null. */
import type { Domain, Organization, User, Group as WireGroup } from 'taxiway-autopilot'
import type { DirectoryPerson } from '../../../core/directory/directory-person.ts'
import type { Group } from '../../../core/groups/group.ts'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { time } from '../present-time.ts'

export function presentOrganization(tenant: Tenant): Organization {
  return {
    id: tenant.id,
    displayName: tenant.displayName,
    createdDateTime: time(tenant.createdAt),
    tenantType: 'AAD',
    countryLetterCode: null,
    verifiedDomains: tenant.domains.map((name, i) => ({
      capabilities: '',
      isDefault: i === 0,
      isInitial: i === 0,
      name,
      type: 'Managed',
    })),
  }
}

export type DomainRow = { readonly name: string; readonly isFirst: boolean }

export function presentDomain({ name, isFirst }: DomainRow): Domain {
  return {
    id: name,
    authenticationType: 'Managed',
    isAdminManaged: true,
    isDefault: isFirst,
    isInitial: isFirst,
    isRoot: true,
    isVerified: true,
    supportedServices: [],
  }
}

/** The license stands for any that covers device management. [documented: product names and service plan identifiers] */
export const deviceManagementLicense = {
  skuId: '061f9ace-7d42-4136-88ac-31dc755f143f',
  skuPartNumber: 'INTUNE_A',
  servicePlanId: 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5',
}

export function presentPerson(person: DirectoryPerson): User {
  return {
    id: person.id,
    userPrincipalName: person.userPrincipalName,
    displayName: person.displayName,
    givenName: null,
    surname: null,
    mail: person.userPrincipalName,
    mailNickname: person.userPrincipalName.split('@')[0] ?? '',
    jobTitle: null,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    businessPhones: [],
    accountEnabled: person.enabled,
    userType: 'Member',
    createdDateTime: time(person.createdAt),
    assignedLicenses: person.licensed
      ? [{ disabledPlans: [], skuId: deviceManagementLicense.skuId }]
      : [],
  }
}

export function presentGroup(group: Group): WireGroup {
  return {
    id: group.id,
    displayName: group.displayName,
    description: group.description,
    createdDateTime: time(group.createdAt),
    groupTypes: group.rule === null ? [] : ['DynamicMembership'],
    mail: null,
    mailEnabled: false,
    mailNickname: group.mailNickname,
    membershipRule: group.rule,
    membershipRuleProcessingState: group.rule === null ? null : 'On',
    securityEnabled: true,
    visibility: null,
    isAssignableToRole: group.isAssignableToRole,
  }
}
