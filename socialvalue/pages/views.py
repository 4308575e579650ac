from django.shortcuts import render
from django.views.decorators.http import require_safe

from socialvalue.pages.selectors import glossary


@require_safe
def words(request):
    return render(request, "socialvalue/pages/words.html", {"glossary": glossary()})
