/** The pages in Django's language, which Jinja2, Nunjucks and Liquid read as well. */
export const TEMPLATES = {
  'table.html': `<table>
{% for movie in movies %}<tr><td>{{ movie.title }}</td><td>{{ movie.director }}</td><td>{{ movie.votes }}</td></tr>
{% endfor %}</table>`,
  'base.html': `<!doctype html>
<html><head><title>{% block title %}Cinema{% endblock %}</title></head><body>
{% include "nav.html" %}
<main>{% block content %}{% endblock %}</main>
<footer>{% block footer %}Cinema{% endblock %}</footer></body></html>`,
  'nav.html':
    '<nav>{% for category in categories %}<a href="/c/{{ category }}">{{ category }}</a>{% endfor %}<span>{{ user.name }}</span></nav>',
  'site.html': `{% extends "base.html" %}
{% block title %}{{ title }}{% endblock %}
{% block content %}<ul>
{% for movie in movies %}{% include "card.html" %}
{% endfor %}</ul>{% endblock %}`,
  'card.html':
    '<li{% if movie.isNew %} class="new"{% endif %}><b>{{ movie.title }}</b> by {{ movie.director }} ({{ movie.votes }})</li>',
} as const;
