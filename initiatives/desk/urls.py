"""The desk's own addresses, and the reference tables beside them."""

from django.contrib import admin
from django.urls import include, path

from initiatives.desk import acts, decide, people_pages, proposing, queue, review

pages = [
    path("", queue.queue, name="queue"),
    path("submissions/<slug:reference>/", review.review, name="review"),
    path("submissions/<slug:reference>/decide/", decide.decide, name="decide"),
    path("submissions/<slug:reference>/correct/", proposing.correction, name="correct"),
    path("submissions/<slug:reference>/claim/", acts.take, name="claim"),
    path("submissions/<slug:reference>/release/", acts.give_back, name="release"),
    path("submissions/<slug:reference>/note/", acts.note, name="note"),
    path("submissions/<slug:reference>/contact/", acts.contact, name="contact"),
    path("propose/", proposing.propose, name="propose"),
    path("initiatives/<slug:slug>/change/", proposing.change, name="change"),
    path("initiatives/<slug:slug>/hide/", proposing.take_down, name="hide"),
    path("people/", people_pages.everybody, name="people"),
    path("people/<int:pk>/", people_pages.one, name="person"),
    path("people/<int:pk>/deactivate/", people_pages.deactivate, name="deactivate"),
    path("people/<int:pk>/anew/", people_pages.begin_anew, name="anew"),
]

urlpatterns = [
    path("", include((pages, "desk"))),
    path("tables/", admin.site.urls),
]
