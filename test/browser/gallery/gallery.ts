import { mount } from 'svelte';
import '../../../src/app/design/index.css';
import Gallery from './Gallery.svelte';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme) document.documentElement.dataset['theme'] = theme;
const text = query.get('text');
if (text) document.documentElement.style.fontSize = `${text}%`;

const target = document.getElementById('app');
if (target) mount(Gallery, { target });
