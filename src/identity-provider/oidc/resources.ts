/** The resources that tokens are for: Microsoft Graph, this server by its own origin, Partner Center, OEMs, and enrollment. */
import { enrollmentAudience, graphOrigin, oemAudience, partnerAudiences } from 'taxiway-autopilot'

/** Those of a server at `publicUrl`, as the audiences of its tokens. */
export function resourcesAt(publicUrl: string): readonly string[] {
  return [
    graphOrigin,
    new URL(publicUrl).origin,
    ...partnerAudiences,
    oemAudience,
    enrollmentAudience,
  ]
}
