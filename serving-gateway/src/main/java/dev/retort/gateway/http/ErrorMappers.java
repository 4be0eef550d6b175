package dev.retort.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error leaves in one form. */
class ErrorMappers {
    private static final int UNAVAILABLE = 503;

    @ServerExceptionMapper
    Response refused(ApiException e) {
        Response.ResponseBuilder response = response(e.status(), String.valueOf(e.getMessage()));
        return e.status() == UNAVAILABLE ? response.header("Retry-After", "1").build() : response.build();
    }

    @ServerExceptionMapper
    Response malformed(JsonProcessingException e) {
        return response(400, "the body is not the JSON of a request: " + e.getOriginalMessage())
                .build();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e) {
        return response(e.getResponse().getStatus(), String.valueOf(e.getMessage()))
                .build();
    }

    private static Response.ResponseBuilder response(int status, String message) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(new ApiError(message));
    }
}
