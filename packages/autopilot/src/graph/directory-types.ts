/** Entity types of the directory, as far as a registry knows what they hold. [schema] */
import { entityType } from './edm.ts'

export const organizationType = entityType('organization', {
  members: {
    displayName: 'Edm.String',
    createdDateTime: 'Edm.DateTimeOffset',
    tenantType: 'Edm.String',
    countryLetterCode: 'Edm.String',
    verifiedDomains: 'Collection(graph.verifiedDomain)!',
  },
})

/** Its id is the domain's name. */
export const domainType = entityType('domain', {
  members: {
    authenticationType: 'Edm.String!',
    isAdminManaged: 'Edm.Boolean!',
    isDefault: 'Edm.Boolean!',
    isInitial: 'Edm.Boolean!',
    isRoot: 'Edm.Boolean!',
    isVerified: 'Edm.Boolean!',
    supportedServices: 'Collection(Edm.String)!',
  },
})

export const userType = entityType('user', {
  members: {
    userPrincipalName: 'Edm.String',
    displayName: 'Edm.String',
    givenName: 'Edm.String',
    surname: 'Edm.String',
    mail: 'Edm.String',
    mailNickname: 'Edm.String',
    jobTitle: 'Edm.String',
    mobilePhone: 'Edm.String',
    officeLocation: 'Edm.String',
    preferredLanguage: 'Edm.String',
    businessPhones: 'Collection(Edm.String)!',
    accountEnabled: 'Edm.Boolean',
    userType: 'Edm.String',
    createdDateTime: 'Edm.DateTimeOffset',
    assignedLicenses: 'Collection(graph.assignedLicense)!',
  },
})

export const groupType = entityType('group', {
  members: {
    displayName: 'Edm.String',
    description: 'Edm.String',
    createdDateTime: 'Edm.DateTimeOffset',
    groupTypes: 'Collection(Edm.String)!',
    mail: 'Edm.String',
    mailEnabled: 'Edm.Boolean',
    mailNickname: 'Edm.String',
    membershipRule: 'Edm.String',
    membershipRuleProcessingState: 'Edm.String',
    securityEnabled: 'Edm.Boolean',
    visibility: 'Edm.String',
    isAssignableToRole: 'Edm.Boolean',
  },
  navigations: {
    members: 'Collection(graph.directoryObject)',
    owners: 'Collection(graph.directoryObject)',
  },
})

export const directoryDeviceType = entityType('device', {
  members: {
    deviceId: 'Edm.String',
    displayName: 'Edm.String',
    accountEnabled: 'Edm.Boolean',
    operatingSystem: 'Edm.String',
    operatingSystemVersion: 'Edm.String',
    trustType: 'Edm.String',
    profileType: 'Edm.String',
    isManaged: 'Edm.Boolean',
    isCompliant: 'Edm.Boolean',
    isRooted: 'Edm.Boolean',
    managementType: 'Edm.String',
    mdmAppId: 'Edm.String',
    deviceCategory: 'Edm.String',
    deviceOwnership: 'Edm.String',
    enrollmentProfileName: 'Edm.String',
    extensionAttributes: 'graph.onPremisesExtensionAttributes',
    manufacturer: 'Edm.String',
    model: 'Edm.String',
    physicalIds: 'Collection(Edm.String)!',
    registrationDateTime: 'Edm.DateTimeOffset',
  },
})
