package io.backupman.notifier.http.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

/** A server of WireMock's on a port of its own, for a channel whose requests are all POSTs. */
public final class ChannelServer extends WireMockExtension {

  /** To be registered as an extension; starts with no answer. */
  public ChannelServer() {
    super(
        WireMockExtension.newInstance()
            .options(wireMockConfig().bindAddress("127.0.0.1").dynamicPort()));
  }

  /** Answers every request so from now on. */
  public void answers(ResponseDefinitionBuilder response) {
    stubFor(post(anyUrl()).willReturn(response));
  }

  /** The body of the newest request. */
  public String body() {
    return getAllServeEvents().getFirst().getRequest().getBodyAsString();
  }
}
