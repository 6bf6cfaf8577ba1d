package io.backupman.server.plugin;

import java.net.Authenticator;
import java.net.ContentHandlerFactory;
import java.net.CookieHandler;
import java.net.FileNameMap;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.URLConnection;
import java.net.URLStreamHandlerFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What plugins call instead of methods that set how the JDK connects, as {@link ProcessCalls}. */
public final class NetworkCalls {
  private static final String CONNECTION = "java.net.URLConnection";
  private static final String HTTPS = "javax.net.ssl.HttpsURLConnection";

  private NetworkCalls() {}

  @InsteadOf("java.net.URL")
  public static void setURLStreamHandlerFactory(@Nullable URLStreamHandlerFactory factory) {
    CallingPlugin.ignored("URL.setURLStreamHandlerFactory");
  }

  @InsteadOf(CONNECTION)
  public static void setContentHandlerFactory(@Nullable ContentHandlerFactory factory) {
    CallingPlugin.ignored("URLConnection.setContentHandlerFactory");
  }

  @InsteadOf(CONNECTION)
  public static void setFileNameMap(@Nullable FileNameMap map) {
    CallingPlugin.ignored("URLConnection.setFileNameMap");
  }

  @InsteadOf(CONNECTION)
  public static void setDefaultUseCaches(URLConnection connection, boolean caches) {
    CallingPlugin.ignored("URLConnection.setDefaultUseCaches");
  }

  @InsteadOf(CONNECTION)
  public static void setDefaultUseCaches(String protocol, boolean caches) {
    CallingPlugin.ignored("URLConnection.setDefaultUseCaches");
  }

  @InsteadOf(CONNECTION)
  public static void setDefaultAllowUserInteraction(boolean allowed) {
    CallingPlugin.ignored("URLConnection.setDefaultAllowUserInteraction");
  }

  @InsteadOf("java.net.HttpURLConnection")
  public static void setFollowRedirects(boolean follow) {
    CallingPlugin.ignored("HttpURLConnection.setFollowRedirects");
  }

  @InsteadOf(HTTPS)
  public static void setDefaultSSLSocketFactory(SSLSocketFactory factory) {
    CallingPlugin.ignored("HttpsURLConnection.setDefaultSSLSocketFactory");
  }

  @InsteadOf(HTTPS)
  public static void setDefaultHostnameVerifier(HostnameVerifier verifier) {
    CallingPlugin.ignored("HttpsURLConnection.setDefaultHostnameVerifier");
  }

  @InsteadOf("javax.net.ssl.SSLContext")
  public static void setDefault(SSLContext context) {
    CallingPlugin.ignored("SSLContext.setDefault");
  }

  @InsteadOf("java.net.ProxySelector")
  public static void setDefault(@Nullable ProxySelector selector) {
    CallingPlugin.ignored("ProxySelector.setDefault");
  }

  @InsteadOf("java.net.Authenticator")
  public static void setDefault(@Nullable Authenticator authenticator) {
    CallingPlugin.ignored("Authenticator.setDefault");
  }

  @InsteadOf("java.net.CookieHandler")
  public static void setDefault(@Nullable CookieHandler handler) {
    CallingPlugin.ignored("CookieHandler.setDefault");
  }

  @InsteadOf("java.net.ResponseCache")
  public static void setDefault(@Nullable ResponseCache cache) {
    CallingPlugin.ignored("ResponseCache.setDefault");
  }

  @InsteadOf("java.net.Socket")
  public static void setSocketImplFactory(@Nullable Object factory) {
    CallingPlugin.ignored("Socket.setSocketImplFactory");
  }

  @InsteadOf("java.net.ServerSocket")
  public static void setSocketFactory(@Nullable Object factory) {
    CallingPlugin.ignored("ServerSocket.setSocketFactory");
  }

  @InsteadOf("java.net.DatagramSocket")
  public static void setDatagramSocketImplFactory(@Nullable Object factory) {
    CallingPlugin.ignored("DatagramSocket.setDatagramSocketImplFactory");
  }
}
