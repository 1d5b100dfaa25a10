import { element } from '../browser/index.ts';
import { profileView } from './profile-view.ts';
import type { ProfilerClient } from './profiler-client.ts';

/** Shows a profile in a place, and another part of it when the reader chooses a route. */
export async function showProfile(
  place: HTMLElement,
  client: ProfilerClient,
  id: string,
  route: string | null,
): Promise<void> {
  try {
    const profile = await client.document(id, route);
    const view = profileView(profile, {
      onRoute: (chosen) => void showProfile(place, client, id, chosen),
      fileAddress: (ending) => client.fileAddress(id, ending, route),
    });
    place.replaceChildren(view);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    place.replaceChildren(element('p', { class: 'notice', role: 'alert' }, problem));
  }
}
