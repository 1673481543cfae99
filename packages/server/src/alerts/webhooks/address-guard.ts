import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Said where an address may not be reached. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress'
}

/** Whether an address may be reached: any public one, and private ones (loopback, link-local, unique local, carrier-grade, reserved) only where a range lists them. */
export function isAllowedAddress(address: string, allowed: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() === 'unicast') return true
  return allowed.some((range) => {
    const [network, bits] = ipaddr.parseCIDR(range)
    return network.kind() === parsed.kind() && parsed.match(network, bits)
  })
}

/**
 * A look-up of host names for the connections of one webhook: it fails where a name resolves to an address that may not be reached. The check
 * is on the address that is then connected to, so that a name that changes its mind between check and use gains nothing.
 */
export function guardedLookup(allowed: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) {
        callback(error, '', 0)
        return
      }
      const refused = addresses.find(({ address }) => !isAllowedAddress(address, allowed))
      const [first] = addresses
      if (refused !== undefined || first === undefined) {
        callback(
          new ForbiddenAddress(`${hostname} is ${refused?.address ?? 'nowhere'}, a private address that allowPrivate does not list`),
          '',
          0,
        )
        return
      }
      if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}
