/** The permissions of partners, of OEMs, and of customers over them; all but `Taxiway.*` are scopes of Partner Center. */
import { never, serviceRead, serviceWrite } from './service-scopes.ts'

const consent = ['Taxiway.Consent.ReadWrite.All']
const partner = ['user_impersonation', 'PartnerCenter.user_impersonation']
const oemWrite = ['Taxiway.Oem.Register', 'Taxiway.Oem.Deregister', 'Taxiway.Oem.Inventory']

export const partnerPermissionTable = {
  'partners.read': never('Partners: read, and what they did', [...consent, ...serviceRead]),
  'consents.grant': never('Partners: allow them to add devices', consent),
  'consents.revoke': never('Partners: narrow and revoke what they may do', [
    ...consent,
    ...serviceWrite,
  ]),
  'partner-customers.read': never('As a partner: read customers', [...partner, ...oemWrite]),
  'relationships.write': never('As a partner: ask for and end relationships', [
    ...partner,
    ...oemWrite,
  ]),
  'partner-devices.add': never('As a partner: add devices of customers', partner),
  'partner-devices.read': never('As a partner: read devices it added', partner),
  'partner-devices.remove': never('As a partner: remove devices it added', partner),
  'partner-policies.write': never('As a partner: make and give profiles', partner),
  'oem-devices.submit': never('As an OEM: send rows to register or deregister', [
    'Taxiway.Oem.Register',
    'Taxiway.Oem.Deregister',
  ]),
  'oem-devices.register': never('As an OEM: register devices', ['Taxiway.Oem.Register']),
  'oem-devices.deregister': never('As an OEM: deregister devices', ['Taxiway.Oem.Deregister']),
  'oem-inventory.write': never('As an OEM: report what was built', ['Taxiway.Oem.Inventory']),
  'oem-submissions.read': never('As an OEM: read submissions and consents', oemWrite),
} as const
