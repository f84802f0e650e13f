"""Addresses of the gateway."""

from django.urls import path

from desk.gateway import health, views

urlpatterns = [
    path("api/v1/clinic", views.clinic),
    path("api/v1/conversations", views.conversations),
    path("api/v1/conversations/<uuid:conversation_id>", views.conversation),
    path("api/v1/conversations/<uuid:conversation_id>/messages", views.messages),
    path("api/v1/conversations/<uuid:conversation_id>/events", views.event_stream),
    path("api/v1/conversations/<uuid:conversation_id>/rating", views.rating),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
