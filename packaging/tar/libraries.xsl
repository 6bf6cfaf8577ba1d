<?xml version="1.0" encoding="UTF-8"?>
<!-- The libraries in lib/ with their licences, out of the bill of materials. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:b="http://cyclonedx.org/schema/bom/1.6">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/b:bom">
    <xsl:text>The libraries that Backupman comes with, and their licences. The folders beside this file have the texts&#10;</xsl:text>
    <xsl:text>that the libraries themselves bring, notices.txt the others; sbom.cdx.json says all of this to machines, and where each is from.&#10;&#10;</xsl:text>
    <xsl:for-each select="b:components/b:component">
      <xsl:sort select="b:group"/>
      <xsl:sort select="b:name"/>
      <xsl:if test="b:group != 'io.backupman'">
        <xsl:value-of select="concat(b:group, ':', b:name, ' ', b:version, ' - ')"/>
        <xsl:for-each select="b:licenses/b:license | b:licenses/b:expression">
          <xsl:if test="position() > 1"> | </xsl:if>
          <xsl:value-of select="normalize-space(concat(b:id, b:name, text()[not(../*)]))"/>
        </xsl:for-each>
        <xsl:text>&#10;</xsl:text>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
