/** Discover (MS-MDE2 3.1): where a device enrolls, and how it signs in. */

import { child, children, textAt, type XmlElement } from 'taxiway-device/xml/read'
import { element, type Written } from 'taxiway-device/xml/write'
import { EnrollmentFault } from '../../../core/enrollment/fault.ts'

const base = 'http://schemas.microsoft.com/windows/management/2012/01/enrollment'

export const discoverActions = {
  request: `${base}/IDiscoveryService/Discover`,
  response: `${base}/IDiscoveryService/DiscoverResponse`,
} as const

/** The ways to sign in that a device can offer, and this service accepts. [documented] */
const accepted = 'Federated'
const versions = ['3.0', '4.0', '5.0', '6.0', '7.0']
const oldest = '3.0'

/**
 * `origin`: of the enrollment service, as devices address it; people sign in at the public address. Throws a fault for a
 * device that cannot enroll here.
 */
export function discoverAnswer(
  message: XmlElement,
  { origin, publicUrl }: { readonly origin: string; readonly publicUrl: string },
): Written {
  const request = message.name === 'Discover' ? child(message, 'request') : undefined
  if (request === undefined)
    throw new EnrollmentFault('message-format', 'The body must be Discover with a request.')
  refuseUnsupported(request)
  const asked = textAt(request, 'RequestVersion') ?? oldest
  const service = (name: string) => `${origin}/EnrollmentServer/${name}`
  return element(
    'DiscoverResponse',
    { xmlns: base },
    element(
      'DiscoverResult',
      {},
      element('AuthPolicy', {}, accepted),
      element('EnrollmentVersion', {}, versions.includes(asked) ? asked : oldest),
      element('EnrollmentPolicyServiceUrl', {}, service('Policy.svc')),
      element('EnrollmentServiceUrl', {}, service('Enrollment.svc')),
      element('AuthenticationServiceUrl', {}, `${publicUrl}/EnrollmentServer/SignIn`),
    ),
  )
}

function refuseUnsupported(request: XmlElement): void {
  const type = textAt(request, 'DeviceType')
  if (type !== undefined && !/windows/i.test(type))
    throw new EnrollmentFault('not-supported', `Devices of type ${type} cannot enroll here.`)
  const policies = child(request, 'AuthPolicies')
  const offered = policies === undefined ? [] : children(policies, 'AuthPolicy')
  if (offered.length > 0 && !offered.some(({ text }) => text === accepted))
    throw new EnrollmentFault(
      'not-supported',
      `The device must be able to sign in by a web page (${accepted}).`,
    )
}
