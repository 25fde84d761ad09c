"""The desk's own addresses, and the reference tables beside them."""

from django.contrib import admin
from django.urls import include, path

from initiatives.desk import decide, editor, people, queue, review

pages = [
    path("", queue.queue, name="queue"),
    path("submissions/<slug:reference>/", review.review, name="review"),
    path("submissions/<slug:reference>/decide/", decide.decide, name="decide"),
    path("submissions/<slug:reference>/correct/", editor.CorrectionView.as_view(), name="correct"),
    path("submissions/<slug:reference>/claim/", decide.claim, name="claim"),
    path("submissions/<slug:reference>/release/", decide.release, name="release"),
    path("submissions/<slug:reference>/note/", decide.note, name="note"),
    path("submissions/<slug:reference>/contact/", decide.contact, name="contact"),
    path("propose/", editor.ProposeView.as_view(), name="propose"),
    path("initiatives/<slug:slug>/change/", editor.ChangeView.as_view(), name="change"),
    path("initiatives/<slug:slug>/hide/", editor.hide, name="hide"),
    path("people/", people.everybody, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/deactivate/", people.deactivate_person, name="deactivate"),
    path("people/<int:pk>/anew/", people.begin_person_anew, name="anew"),
]

urlpatterns = [
    path("", include((pages, "desk"))),
    path("tables/", admin.site.urls),
]
