import { projectError } from './errors.ts';

/**
 * Runs an import of the project's. A file that is not there becomes a coded error; whatever else
 * the module throws comes through as it is, with its own stack.
 *
 * @throws project.module.missing
 */
export async function importing<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') {
      throw projectError('project.module.missing', `${error.message}.`, {
        hint: 'Check the path; imports of your own files end in .ts.',
        cause: error,
      });
    }
    throw error;
  }
}
