/** GetPolicies (MS-XCEP): what kind of key the device makes. */

import type { XmlElement } from 'taxiway-device/xml/read'
import { element, type Written } from 'taxiway-device/xml/write'
import { EnrollmentFault } from '../../../core/enrollment/fault.ts'

const base = 'http://schemas.microsoft.com/windows/pki/2009/01/enrollmentpolicy'

export const policyActions = {
  request: `${base}/IPolicy/GetPolicies`,
  response: `${base}/IPolicy/GetPoliciesResponse`,
} as const

const day = 24 * 60 * 60
/** Seconds: certificates for one year, renewed in the last 60 days. */
const validity = { period: 365 * day, renewal: 60 * day }
const sha256 = '2.16.840.1.101.3.4.2.1'

export function policiesAnswer(message: XmlElement): Written {
  if (message.name !== 'GetPolicies')
    throw new EnrollmentFault('message-format', 'The body must be GetPolicies.')
  return element(
    'GetPoliciesResponse',
    { xmlns: base, 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' },
    element(
      'response',
      {},
      nil('policyID'),
      nil('policyFriendlyName'),
      nil('nextUpdateHours'),
      nil('policiesNotChanged'),
      element('policies', {}, policy()),
    ),
    nil('cAs'),
    element(
      'oIDs',
      {},
      element(
        'oID',
        {},
        text('value', sha256),
        text('group', '1'),
        text('oIDReferenceID', '0'),
        text('defaultName', 'szOID_NIST_sha256'),
      ),
    ),
  )
}

/** Every element is there, also those that say nothing. */
function policy(): Written {
  return element(
    'policy',
    {},
    text('policyOIDReference', '0'),
    nil('cAs'),
    element(
      'attributes',
      {},
      nil('commonName'),
      text('policySchema', '3'),
      element(
        'certificateValidity',
        {},
        text('validityPeriodSeconds', String(validity.period)),
        text('renewalPeriodSeconds', String(validity.renewal)),
      ),
      element('permission', {}, text('enroll', 'true'), text('autoEnroll', 'false')),
      element(
        'privateKeyAttributes',
        {},
        text('minimalKeyLength', '2048'),
        nil('keySpec'),
        nil('keyUsageProperty'),
        nil('permissions'),
        nil('algorithmOIDReference'),
        nil('cryptoProviders'),
      ),
      nil('revision'),
      nil('supersededPolicies'),
      nil('privateKeyFlags'),
      nil('subjectNameFlags'),
      nil('enrollmentFlags'),
      nil('generalFlags'),
      text('hashAlgorithmOIDReference', '0'),
      nil('rARequirements'),
      nil('keyArchivalAttributes'),
      nil('extensions'),
    ),
  )
}

function nil(name: string): Written {
  return element(name, { 'xsi:nil': 'true' })
}

function text(name: string, value: string): Written {
  return element(name, {}, value)
}
