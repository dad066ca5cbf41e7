import type { Role, Table } from '../../table/types';
import type { Model, ModelInput } from '../types';
import { proposeBinding } from './propose';
import { bindingError } from './reader';
import type { Binding } from './types';

/**
 * The mapping of a second model onto a table whose mapping for a first one stands: the same where the inputs are the same ones in the same order, else by
 * name. Guesses that would need a person's consent are not taken.
 * @throws AssayError `second-model-inputs` naming the inputs that no column was found for
 */
export function bindingBeside(second: Model, first: Model, binding: Binding, table: Table, roles: readonly Role[]): Binding {
  const alike = second.inputs.length === first.inputs.length && second.inputs.every((input, at) => sameInput(input, first.inputs[at]!));
  if (alike && binding.sources.every((source) => source !== undefined)) return binding;
  const proposed = proposeBinding(second, table, roles);
  const lacking = second.inputs.filter((_, at) => proposed.binding.sources[at] === undefined || proposed.how[at] === 'by-order');
  if (lacking.length > 0) throw noColumns(second.title, lacking);
  return proposed.binding;
}

function sameInput(a: ModelInput, b: ModelInput): boolean {
  return (a.name === b.name || !a.named || !b.named) && a.type === b.type && a.coding === b.coding;
}

function noColumns(title: string, inputs: readonly ModelInput[]): Error {
  const names = inputs.slice(0, 5).map(({ name }) => `“${name}”`).join(', ');
  return bindingError(
    'second-model-inputs',
    `“${title}” cannot be run on this table beside the first model.`,
    `No column was found for ${inputs.length} of its inputs: ${names}${inputs.length > 5 ? ' …' : ''}.`,
    'Open a model that reads the same columns by the same names; or open it alone with this table, and match its inputs on Check.',
  );
}
