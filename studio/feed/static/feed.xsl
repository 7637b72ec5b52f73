<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" exclude-result-prefixes="itunes">
<xsl:output method="html" version="5.0" encoding="UTF-8" doctype-system="about:legacy-compat"/>
<!-- What a browser shows of the feed: what it is, its address, and what is in it. -->
<xsl:template match="/rss/channel">
<html lang="{language}">
<head>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="robots" content="noindex"/>
<title><xsl:value-of select="title"/></title>
<link rel="stylesheet" href="page.css"/>
</head>
<body>
<main class="feed">
  <p class="notice">This is a podcast feed: copy the address of this page into a podcast app to subscribe. <a href="subscribe.html">Ways to subscribe</a></p>
  <header class="listen">
    <img class="cover" src="{image/url}" alt="" width="600" height="600"/>
    <div class="head"><h1 dir="auto"><a href="index.html"><xsl:value-of select="title"/></a></h1></div>
    <div class="about"><p class="summary" dir="auto"><xsl:value-of select="description"/></p></div>
  </header>
  <ol class="cards">
    <xsl:for-each select="item">
      <li class="card"><div class="card-text">
        <p class="eyebrow"><xsl:value-of select="substring(pubDate, 1, 16)"/></p>
        <h2 dir="auto"><xsl:choose>
          <xsl:when test="starts-with(link, 'http')"><a class="card-link" href="{link}"><xsl:value-of select="title"/></a></xsl:when>
          <xsl:otherwise><xsl:value-of select="title"/></xsl:otherwise>
        </xsl:choose></h2>
        <xsl:if test="starts-with(enclosure/@url, 'http')"><audio controls="controls" preload="none" src="{enclosure/@url}"/></xsl:if>
      </div></li>
    </xsl:for-each>
  </ol>
</main>
</body>
</html>
</xsl:template>
</xsl:stylesheet>
