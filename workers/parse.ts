import './strip';
import { serve } from './shell';
serve({});
