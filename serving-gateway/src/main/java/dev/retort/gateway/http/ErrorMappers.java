package dev.retort.gateway.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error leaves in one form, and says what to do. */
class ErrorMappers {
    @ServerExceptionMapper
    Response refused(ApiException e) {
        Response.ResponseBuilder response = response(e.status(), String.valueOf(e.getMessage()));
        return e.isPassing() ? response.header(HttpHeaders.RETRY_AFTER, "1").build() : response.build();
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return response(status, advice(status, String.valueOf(e.getMessage()))).build();
    }

    @ServerExceptionMapper
    Response defect(RuntimeException e) {
        return refused(Answers.refusal(e));
    }

    private static String advice(int status, String message) {
        return switch (status) {
            case 404 -> message + ": /q/openapi lists what there is";
            default -> message;
        };
    }

    private static Response.ResponseBuilder response(int status, String message) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(new ApiError(message));
    }
}
