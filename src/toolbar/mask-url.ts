import { isSecretName, MASK } from '../observe/index.ts';

/** The address with the values of its parameters masked whose names say that they are secret. */
export function maskSecretsInUrl(url: string): string {
  return maskParameters(url, isSecretName);
}

/** The address with the values of all its parameters masked. */
export function maskValuesInUrl(url: string): string {
  return maskParameters(url, () => true);
}

function maskParameters(url: string, isMasked: (name: string) => boolean): string {
  const start = url.indexOf('?') + 1;
  if (start === 0) return url;
  const parameters = url
    .slice(start)
    .split('&')
    .map((parameter) => maskParameter(parameter, isMasked));
  return url.slice(0, start) + parameters.join('&');
}

/** Without `=` it is all name, or all value: masked where values are. */
function maskParameter(parameter: string, isMasked: (name: string) => boolean): string {
  const end = parameter.indexOf('=');
  const name = end === -1 ? parameter : parameter.slice(0, end);
  if (!isMasked(decoded(name)) || parameter === '') return parameter;
  return end === -1 ? MASK : `${name}=${MASK}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
